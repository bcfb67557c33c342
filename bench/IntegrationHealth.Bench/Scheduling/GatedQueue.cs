using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Bench.Scheduling;

/// <summary>A queue from which nothing can be claimed while the gate is closed: so one process is measured with and without its checks.</summary>
internal sealed class GatedQueue(TimeProvider time) : ForwardingQueue(time)
{
    /// <summary>Who finds the gate closed looks again after this; "nothing is due, ever" would be looked at again much later.</summary>
    private static readonly TimeSpan Closed = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time = time;
    private volatile bool _open = true;
    private long _completed;

    public bool Open { set => _open = value; }

    /// <summary>Checks that were made: what was only put off is completed, too.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    public override ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) =>
        _open ? base.ClaimAsync(max, lease, cancellationToken) : new(new CheckClaim([], _time.GetUtcNow() + Closed));

    public override ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _completed, completions.Count(static completion => !completion.PutOff));
        return base.CompleteAsync(completions, cancellationToken);
    }
}
