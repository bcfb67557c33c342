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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Observation?> RunAsync(MonitoredIntegration monitored, CheckDeadline deadline, CancellationToken stopping)
    {
        using var activity = IntegrationHealthDiagnostics.ActivitySource.StartActivity(IntegrationHealthDiagnostics.CheckActivity);
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        var found = await monitored.Provider.Gate.RunAsync(
            static call => call.Runner.ProbeAsync(call.Monitored, call.Deadline, call.Stopping),
            (Runner: this, Monitored: monitored, Deadline: deadline, Stopping: stopping), stopping);
        if (found is not { } result)
            return null;

        var latency = result.Latency ?? time.GetElapsedTime(started);
        metrics.CheckEnded(monitored.Provider.Definition.Name, result, latency);
        Describe(activity, monitored, result);
        return new Observation(result, at, (int)Math.Clamp(latency.TotalMilliseconds, 0, int.MaxValue));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CheckResult?> ProbeAsync(MonitoredIntegration monitored, CheckDeadline deadline, CancellationToken stopping)
    {
        deadline.Start(_timeout);
        if (stopping.IsCancellationRequested)
            deadline.Cancel();
        try
        {
            var probe = AwaiterOf(Begin(monitored, deadline.Token));
            if (!probe.IsCompleted)
            {
                await deadline.WaitAsync(probe);
                return deadline.Late is { } late ? LetGo(monitored, late, probe) : Sane(monitored, probe.GetResult());
            }

            // One that said it would not block, and did: its time is over, whatever it brings.
            return deadline.Abandoned ? TimedOut(monitored) : Sane(monitored, probe.GetResult());
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return TimedOut(monitored);
        }
        catch (Exception exception)
        {
            Log.CheckerThrew(logger, monitored.Integration.Id, monitored.Integration.Provider, exception);
            return Faulted(exception);
        }
        finally
        {
            deadline.Stop();
        }
    }

    /// <summary>A probe is not awaited itself, as it may be let go before it ends; a task to wait for besides would be one more object a check.</summary>
    private static ValueTaskAwaiter<CheckResult> AwaiterOf(ValueTask<CheckResult> probe) => probe.GetAwaiter();

    private ValueTask<CheckResult> Begin(MonitoredIntegration monitored, CancellationToken cancellationToken) =>
        monitored.Provider.Definition.MayBlock
            ? new ValueTask<CheckResult>(BeginElsewhereAsync(monitored, cancellationToken))
            : check.RunAsync(monitored, cancellationToken);

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
