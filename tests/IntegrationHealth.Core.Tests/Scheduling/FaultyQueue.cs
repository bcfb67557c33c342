using System.Collections.Concurrent;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Tests.Scheduling;

/// <summary>A queue that claims to be shared, and fails when the test says so.</summary>
internal sealed class FaultyQueue(TimeProvider time) : ICheckQueue
{
    private readonly InProcessCheckQueue _queue = new(time);

    public bool IsShared => true;

    public bool IsAway { get; set; }

    /// <summary>Claims that find nothing write nothing.</summary>
    public bool RefusesWrites { get; set; }

    public ConcurrentQueue<string> Calls { get; } = [];

    public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        Answer("Schedule", writes: true);
        return _queue.ScheduleAsync(checks, cancellationToken);
    }

    public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        Answer("Add", writes: true);
        return _queue.AddAsync(checks, cancellationToken);
    }

    public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken)
    {
        Answer("Remove", writes: true);
        return _queue.RemoveAsync(integrationIds, cancellationToken);
    }

    public ValueTask SpreadAsync(TimeSpan gap, CancellationToken cancellationToken)
    {
        Answer("Spread", writes: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        Answer("Claim", writes: false);
        return _queue.ClaimAsync(max, lease, cancellationToken);
    }

    public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        Answer("Complete", writes: true);
        return _queue.CompleteAsync(completions, cancellationToken);
    }

    public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken)
    {
        Answer("Depth", writes: false);
        return _queue.GetDepthAsync(cancellationToken);
    }

    private void Answer(string call, bool writes)
    {
        if (IsAway || (writes && RefusesWrites))
            throw new InvalidOperationException("The queue's server does not answer.");
        Calls.Enqueue(call);
    }
}
