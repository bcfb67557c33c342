using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Bench.Scheduling.Firing;

/// <summary>
/// The in-process due queue and nothing behind it: claims as <see cref="HealthCheckScheduler"/> does (up to 256 at once, at its pace while little is due) and completes at once. What scheduling alone costs.
/// </summary>
internal sealed class QueueLoop : IAsyncDisposable
{
    private const int ClaimSize = 256;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly InProcessCheckQueue _queue = new(TimeProvider.System);
    private readonly SchedulerSignal _signal = new(TimeProvider.System);
    private readonly ClaimPacing _pacing = new(new IntegrationHealthOptions().Checks.MaxConcurrency);
    private long _claimedAt = TimeProvider.System.GetTimestamp();
    private readonly Task _loop;

    private QueueLoop(DueTimes due, FireLog late)
    {
        var now = TimeProvider.System.GetUtcNow();
        var added = _queue.AddAsync([.. Enumerable.Range(0, due.Count).Select(job => new ScheduledCheck($"integration-{job:D7}", now + due.First(job)))], default);
        _loop = RunAsync(added, due.Interval, late);
    }

    public static QueueLoop Start(int count, TimeSpan interval, FireLog late) => new(new DueTimes(count, interval), late);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
        _signal.Dispose();
    }

    private async Task RunAsync(ValueTask added, TimeSpan interval, FireLog late)
    {
        await added;
        while (!_stopping.IsCancellationRequested)
        {
            if (await ClaimAsync(interval, late) is var sleep && sleep > TimeSpan.Zero)
                await _signal.WaitAsync(sleep, _stopping.Token);
        }
    }

    private async ValueTask<TimeSpan> ClaimAsync(TimeSpan interval, FireLog late)
    {
        var claim = await _queue.ClaimAsync(ClaimSize, Lease, default);
        var now = TimeProvider.System.GetUtcNow();
        var completions = new CheckCompletion[claim.Leases.Count];
        for (var i = 0; i < completions.Length; i++)
        {
            late.Add(now - claim.Leases[i].DueAt);
            completions[i] = new CheckCompletion(claim.Leases[i], claim.Leases[i].DueAt + interval - now);
        }

        await _queue.CompleteAsync(completions, default);
        var least = _pacing.After(completions.Length, TimeProvider.System.GetElapsedTime(_claimedAt), new Dispatched(completions.Length, interval, Crowded: false));
        _claimedAt = TimeProvider.System.GetTimestamp();
        if (completions.Length == ClaimSize)
            return TimeSpan.Zero;
        var untilNext = claim.NextDueAt - now ?? LongestSleep;
        return untilNext < least ? least : untilNext > LongestSleep ? LongestSleep : untilNext;
    }
}
