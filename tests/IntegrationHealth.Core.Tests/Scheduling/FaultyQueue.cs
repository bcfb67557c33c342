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

    /// <summary>What the answer to a claim that found something waits for on its way, after the server has granted it.</summary>
    public Task? AnswerHeld { get; set; }

    /// <summary>When whoever waited for that answer waited no longer.</summary>
    public DateTimeOffset? GivenUpAt { get; private set; }

    /// <summary>The wait of the last completion of each integration.</summary>
    public ConcurrentDictionary<string, TimeSpan> Waits { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>For how many each claim asked that was answered.</summary>
    public ConcurrentQueue<int> Asked { get; } = [];

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

    public async ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        Answer("Claim", writes: false);
        Asked.Enqueue(max);
        var claim = await _queue.ClaimAsync(max, lease, cancellationToken);
        if (claim.Leases.Count == 0 || AnswerHeld is not { } held)
            return claim;
        try
        {
            await held.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GivenUpAt = time.GetUtcNow();
            throw;
        }

        return claim;
    }

    public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        Answer("Complete", writes: true);
        foreach (var completion in completions)
            Waits[completion.Lease.IntegrationId] = completion.Wait;
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
