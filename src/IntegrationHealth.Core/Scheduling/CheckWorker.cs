using System.Threading.Tasks.Sources;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Scheduling;

/// <summary>
/// Makes the check it is given, then those that its provider's gate hands on, and parks until it is given another. Each has a wait of its own that is used again, so that a check
/// wakes one worker: of readers of one channel the first to come wakes all that wait.
/// </summary>
internal sealed class CheckWorker(CheckWorkers workers, CheckRunner runner, ClaimSettlement settlement, TimeProvider time)
    : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    /// <summary>True once there is a check, false at the end.</summary>
    private ManualResetValueTaskSourceCore<bool> _given;
    private ClaimedCheck _check;

    /// <summary>Gives it a check, which begins on a thread of the pool; once, until it parks.</summary>
    public void Give(ClaimedCheck check)
    {
        _check = check;
        // In the pool's common queue, behind the answers that wait there: in the caller's own the last check would begin first, and all of them before any answer.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Ends it; in place of a check.</summary>
    public void End() => _given.SetResult(false);

    /// <summary>Works until <see cref="End"/>.</summary>
    /// <param name="stopping">Cancels the check under way, whose claim is given back.</param>
    public async Task WorkAsync(CancellationToken stopping)
    {
        var deadline = NewDeadline(stopping, out var registration);
        try
        {
            while (await new ValueTask<bool>(this, _given.Version))
            {
                for (ClaimedCheck? next = _check; next is { } check;)
                {
                    var started = time.GetTimestamp();
                    // In this method and not in one of its own, whose state would be made anew for each of the checks that begin together.
                    try
                    {
                        settlement.Begun(check);
                        stopping.ThrowIfCancellationRequested();
                        if (settlement.IsTooLate(check))
                            await settlement.GiveBackAsync(check, TimeSpan.Zero);
                        else
                            await settlement.SettleAsync(check, await runner.RunAsync(check.Monitored, deadline, stopping), stopping);
                    }
                    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                    {
                        await settlement.GiveBackAsync(check, TimeSpan.Zero);
                    }
                    catch (Exception exception)
                    {
                        settlement.BreakOff(check, exception);
                    }

                    settlement.Ended();
                    next = check.Monitored.Provider.Gate.Leave(time.GetElapsedTime(started));
                    if (deadline.Abandoned)
                    {
                        await registration.DisposeAsync();
                        deadline = NewDeadline(stopping, out registration);
                    }
                }

                _given.Reset();
                workers.Park(this);
            }
        }
        finally
        {
            await registration.DisposeAsync();
            deadline.Dispose();
        }
    }

    void IThreadPoolWorkItem.Execute() => _given.SetResult(true);

    bool IValueTaskSource<bool>.GetResult(short token) => _given.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _given.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _given.OnCompleted(continuation, state, token, flags);

    private CheckDeadline NewDeadline(CancellationToken stopping, out CancellationTokenRegistration registration)
    {
        var deadline = new CheckDeadline(time);
        registration = stopping.UnsafeRegister(static state => ((CheckDeadline)state!).Cancel(), deadline);
        return deadline;
    }
}
