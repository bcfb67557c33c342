using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Scheduling;

/// <summary>
/// Says so when the scheduler stands still. It has a thread of its own and no clock but the kernel's: timers that no longer fire, as on some platforms after the
/// clock was set back (dotnet/runtime 123950), and a starved thread pool would silence whoever relies on them.
/// </summary>
internal sealed class SchedulerWatchdog(
    SchedulerHeartbeat heartbeat, StartupCompletion startup, ICheckQueue queue, TimeProvider time, ILogger<SchedulerWatchdog> logger)
    : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Looks in a row that find the scheduler where it was: it goes round at least once a second, and only a server that swallows its call, which others report, holds it
    /// for as long as that call may take.
    /// </summary>
    private readonly int _maxStill = queue.IsShared ? 18 : 6;

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
            if (_still >= _maxStill)
                Log.SchedulerGoesOn(logger, _still * Interval.TotalSeconds);
            (_lastBeats, _still) = (beats, 0);
        }
        else if (++_still == _maxStill)
        {
            Log.SchedulerStandsStill(logger, _maxStill * Interval.TotalSeconds, ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount);
        }
    }

    private void Watch()
    {
        while (!_stopping.Wait(Interval))
        {
            try
            {
                Look();
            }
            catch (Exception)
            {
                // Only the host's logger can throw here: it must not end the process, and there is nobody else to tell.
            }
        }
    }
}
