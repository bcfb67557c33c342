using System.Threading.Channels;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Writing;

/// <summary>
/// How long a batch gathers. Where little comes, each result would be a commit of its own, with a sync of the disk; so results that say what was known, a
/// success of what is healthy and was due, wait for company. As soon as one comes that somebody may wait for, all go.
/// </summary>
internal sealed class BatchGathering(TimeProvider time)
{
    /// <summary>
    /// Results that are enough for a batch. Where many come, a larger one is cheaper: more of its results share a page of SQLite's log and a sync, or a statement of PostgreSQL.
    /// </summary>
    public const int Enough = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(5);

    /// <summary>One at most: a call to hurry holds until it is heeded.</summary>
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task<bool>? _called;

    /// <summary>Says that this came, and how many wait with it.</summary>
    public void Came(PendingWrite pending, int waiting)
    {
        if (waiting >= Enough || !SaysWhatIsKnown(pending))
            Hurry();
    }

    /// <summary>Calls for the next batch, as for one that has to take what this one left.</summary>
    public void Hurry() => _calls.Writer.TryWrite(true);

    /// <summary>Waits for company; called once something is there.</summary>
    public async Task WaitAsync(CancellationToken stopping)
    {
        _called ??= _calls.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        if (!_called.IsCompleted)
            await Task.WhenAny(_called, Task.Delay(Patience, time, stopping));
    }

    /// <summary>Gives those a moment that come together with what is in a hurry.</summary>
    public Task FinishAsync() => Task.Delay(Usual, time, CancellationToken.None);

    /// <summary>From here on the next batch is called for.</summary>
    public void Begin()
    {
        if (_called is { IsCompleted: true })
            _called = null;
        _calls.Reader.TryRead(out _);
    }

    private static bool SaysWhatIsKnown(PendingWrite pending) =>
        pending.Observation is { IsPassive: false, Result.Outcome: CheckOutcome.Succeeded } seen
        && pending.Monitored.Snapshot is { Status: IntegrationStatus.Healthy } known
        && !(known.NextCheckAt > seen.At);
}
