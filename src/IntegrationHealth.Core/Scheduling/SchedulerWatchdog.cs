using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Scheduling;

/// <summary>
/// Says so when the scheduler stands still. It has a thread of its own and no clock but the kernel's: timers that no longer fire, as on some platforms after the
/// clock was set back (dotnet/runtime 123950), and a starved thread pool would silence whoever relies on them.
/// </summary>
internal sealed class SchedulerWatchdog(SchedulerHeartbeat heartbeat, StartupCompletion startup, TimeProvider time, ILogger<SchedulerWatchdog> logger)
    : IHostedService, IDisposable
{
    /// <summary>The scheduler goes round at least once a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks in a row that find it where it was.</summary>
    private const int MaxStill = 6;

    private readonly ManualResetEventSlim _stopping = new();
    private long _lastBeats = -1;
    private int _still;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A clock of the host's own stands still by intent.
        if (time == TimeProvider.System)
            new Thread(Watch) { IsBackground = true, Name = "IntegrationHealth watchdog" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _stopping.Set();

    /// <summary>One look, <see cref="Interval"/> after the last.</summary>
    public void Look()
    {
        if (!startup.Completed.IsCompletedSuccessfully)
            return;
        var beats = heartbeat.Beats;
        if (beats != _lastBeats)
        {
            if (_still >= MaxStill)
                Log.SchedulerGoesOn(logger, _still * Interval.TotalSeconds);
            (_lastBeats, _still) = (beats, 0);
        }
        else if (++_still == MaxStill)
        {
            Log.SchedulerStandsStill(logger, MaxStill * Interval.TotalSeconds, ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount);
        }
    }

    private void Watch()
    {
        while (!_stopping.Wait(Interval))
            Look();
    }
}
