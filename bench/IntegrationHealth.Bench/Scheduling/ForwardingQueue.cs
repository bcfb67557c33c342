using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Bench.Scheduling;

/// <summary>The in-process queue, for benchmarks that look at some of its calls or change them.</summary>
internal abstract class ForwardingQueue(TimeProvider time) : ICheckQueue
{
    private readonly InProcessCheckQueue _queue = new(time);

    public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => _queue.ScheduleAsync(checks, cancellationToken);

    public virtual ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => _queue.AddAsync(checks, cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken) => _queue.RemoveAsync(integrationIds, cancellationToken);

    public virtual ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) => _queue.ClaimAsync(max, lease, cancellationToken);

    public virtual ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken) =>
        _queue.CompleteAsync(completions, cancellationToken);

    public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken) => _queue.GetDepthAsync(cancellationToken);
}
