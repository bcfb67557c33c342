using System.Diagnostics;
using System.Runtime.CompilerServices;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Status;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks;

/// <summary>Probes one integration, safely: whatever a checker does, a result comes out, within the timeout and a second.</summary>
internal sealed class CheckRunner(
    CredentialedCheck check, IOptions<IntegrationHealthOptions> options, TimeProvider time, IntegrationHealthMetrics metrics,
    ILogger<CheckRunner> logger)
{
    private readonly TimeSpan _timeout = options.Value.Checks.Timeout;

    /// <summary>Runs one check under <paramref name="deadline"/>; null when the provider's circuit breaker refused it.</summary>
    /// <exception cref="OperationCanceledException">The host stops.</exception>
    public ValueTask<Observation?> RunAsync(MonitoredIntegration monitored, CheckDeadline deadline, CancellationToken stopping) =>
        monitored.Provider.Gate.RunAsync(
            static call => call.Runner.ObserveAsync(call.Monitored, call.Deadline, call.Stopping),
            (Runner: this, Monitored: monitored, Deadline: deadline, Stopping: stopping), stopping);

    // The steady path: its state machines are used again from check to check, and each that an answer passes through on its way costs.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Observation?> ObserveAsync(MonitoredIntegration monitored, CheckDeadline deadline, CancellationToken stopping)
    {
        using var activity = IntegrationHealthDiagnostics.ActivitySource.StartActivity(IntegrationHealthDiagnostics.CheckActivity);
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        deadline.Start(_timeout, started);
        if (stopping.IsCancellationRequested)
            deadline.Cancel();
        CheckResult result;
        try
        {
            var probe = AwaiterOf(Begin(monitored, deadline.Token));
            if (probe.IsCompleted)
            {
                // One that said it would not block, and did: its time is over, whatever it brings.
                result = deadline.Abandoned ? TimedOut(monitored) : Sane(monitored, probe.GetResult());
            }
            else
            {
                await deadline.WaitAsync(probe);
                result = deadline.Late is { } late ? LetGo(monitored, late, probe) : Sane(monitored, probe.GetResult());
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            result = TimedOut(monitored);
        }
        catch (Exception exception)
        {
            Log.CheckerThrew(logger, monitored.Integration.Id, monitored.Integration.Provider, exception);
            result = Faulted(exception);
        }
        finally
        {
            deadline.Stop();
        }

        var latency = result.Latency ?? time.GetElapsedTime(started);
        metrics.CheckEnded(monitored.Provider.Definition.Name, result, latency);
        Describe(activity, monitored, result);
        return new Observation(result, at, (int)Math.Clamp(latency.TotalMilliseconds, 0, int.MaxValue));
    }

    /// <summary>A probe is not awaited itself, as it may be let go before it ends; a task to wait for besides would be one more object a check.</summary>
    private static ValueTaskAwaiter<CheckResult> AwaiterOf(ValueTask<CheckResult> probe) => probe.GetAwaiter();

    private ValueTask<CheckResult> Begin(MonitoredIntegration monitored, CancellationToken cancellationToken) =>
        monitored.Provider.Definition.MayBlock
            ? new ValueTask<CheckResult>(BeginElsewhereAsync(monitored, cancellationToken))
            : check.RunAsync(monitored, cancellationToken);

    /// <summary>Apart, as what it captures would be made for each check, also where it does not block.</summary>
    private Task<CheckResult> BeginElsewhereAsync(MonitoredIntegration monitored, CancellationToken cancellationToken) =>
        Task.Run(() => check.RunAsync(monitored, cancellationToken).AsTask(), CancellationToken.None);

    /// <summary>Checkers are foreign code: an answer that says nothing sensible must not reach those who rely on its rules.</summary>
    private CheckResult Sane(MonitoredIntegration monitored, CheckResult? result)
    {
        if (result is { Outcome: CheckOutcome.Succeeded, Capabilities: not null }
            or { Outcome: CheckOutcome.Inconclusive or CheckOutcome.Degraded or CheckOutcome.Failed, Failure.Message: not null, Capabilities: not null })
            return ResultLimits.Apply(result);
        var exception = new InvalidOperationException($"'{result}' is no result: {nameof(CheckResult)}'s static methods make one that is.");
        Log.CheckerThrew(logger, monitored.Integration.Id, monitored.Integration.Provider, exception);
        return Faulted(exception);
    }

    private CheckResult LetGo(MonitoredIntegration monitored, Task late, ValueTaskAwaiter<CheckResult> orphan)
    {
        Log.CheckerDidNotStop(logger, monitored.Integration.Id, monitored.Integration.Provider);
        // It keeps the integration from piling up checks that never end.
        monitored.Orphan = EndAsync(late, orphan);
        return TimedOut(monitored);
    }

    private static async Task EndAsync(Task late, ValueTaskAwaiter<CheckResult> orphan)
    {
        await late;
        try
        {
            orphan.GetResult();
        }
        catch (Exception)
        {
            // That it did not end in time is the finding; how it ended then is none.
        }
    }

    private CheckResult TimedOut(MonitoredIntegration monitored) => CheckResult.Failed(
        FailureKind.Timeout, FormattableString.Invariant($"No answer within {_timeout.TotalSeconds:0.###} s."), Confidence.High) with
    {
        Target = monitored.FarEnd,
    };

    private static CheckResult Faulted(Exception exception) => CheckResult.Failed(
        FailureKind.CheckerFault, $"The check itself is at fault ({exception.GetType().Name}); the host's log has the details.", Confidence.High);

    private static void Describe(Activity? activity, MonitoredIntegration monitored, CheckResult result)
    {
        if (activity is null)
            return;
        activity.SetTag(IntegrationHealthDiagnostics.ProviderTag, monitored.Integration.Provider);
        activity.SetTag(IntegrationHealthDiagnostics.IntegrationIdTag, monitored.Integration.Id);
        activity.SetTag(IntegrationHealthDiagnostics.OutcomeTag, IntegrationHealthMetrics.NameOf(result.Outcome));
        if (result.Failure is { } failure)
            activity.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
    }
}
