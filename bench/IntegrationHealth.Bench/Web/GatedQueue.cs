using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Bench.Web;

/// <summary>The in-process queue, from which nothing can be claimed while the gate is closed: so one process is measured with and without its checks.</summary>
internal sealed class GatedQueue(InProcessCheckQueue queue, TimeProvider time) : ICheckQueue
{
    /// <summary>Who finds the gate closed looks again after this; "nothing is due, ever" would be looked at again much later.</summary>
    private static readonly TimeSpan Closed = TimeSpan.FromMilliseconds(200);

    private volatile bool _open = true;
    private long _completed;

    public bool Open { set => _open = value; }

    /// <summary>Checks that were completed.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => queue.ScheduleAsync(checks, cancellationToken);

    public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => queue.AddAsync(checks, cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken) => queue.RemoveAsync(integrationIds, cancellationToken);

    public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) =>
        _open ? queue.ClaimAsync(max, lease, cancellationToken) : new(new CheckClaim([], time.GetUtcNow() + Closed));

    public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _completed, completions.Count);
        return queue.CompleteAsync(completions, cancellationToken);
    }

    public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken) => queue.GetDepthAsync(cancellationToken);
}
