using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>Where the time of a round goes: when each call of the outbox began and ended, and how many notifications it was about.</summary>
internal sealed class OutboxTimeline(INotificationOutbox outbox) : INotificationOutbox
{
    private readonly ConcurrentQueue<(string Call, long Began, long Ended, int Count)> _calls = new();
    private long _start;

    public void Begin()
    {
        _calls.Clear();
        _start = Stopwatch.GetTimestamp();
    }

    /// <summary>Takes note of what is not a call of the outbox.</summary>
    public void Add(string call, long began, int count) => _calls.Enqueue((call, began, Stopwatch.GetTimestamp(), count));

    public async Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var claimed = await outbox.ClaimAsync(claim, cancellationToken);
        Add("claim", began, claimed.Count);
        return claimed;
    }

    public async Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var refused = await outbox.CompleteAsync(completions, cancellationToken);
        Add("mark", began, completions.Count);
        return refused;
    }

    public Task<OutboxDepth> GetDepthAsync(DateTimeOffset now, CancellationToken cancellationToken) => outbox.GetDepthAsync(now, cancellationToken);

    public Task<IReadOnlyList<DeadNotification>> ListDeadAsync(int limit, CancellationToken cancellationToken) =>
        outbox.ListDeadAsync(limit, cancellationToken);

    public Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken) => outbox.ReplayAsync(id, dueAt, cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => outbox.PruneAsync(before, cancellationToken);

    /// <summary>One line a call, in ms since <see cref="Begin"/>.</summary>
    public IEnumerable<string> Describe() => _calls.OrderBy(call => call.Began).Select(call => string.Create(
        CultureInfo.InvariantCulture, $"{Since(call.Began),7:0.0} to {Since(call.Ended),7:0.0} ms: {call.Call} {call.Count}"));

    private double Since(long timestamp) => Stopwatch.GetElapsedTime(_start, timestamp).TotalMilliseconds;
}
