using IntegrationHealth.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>Runs one of the host's health checks, in a scope of its own as the host would, and reads its result as a check result.</summary>
internal sealed class HealthCheckChecker(
    BridgedChecks checks, IServiceScopeFactory scopes, IOptions<HealthCheckServiceOptions> host, TimeProvider time) : IIntegrationChecker
{
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var name = context.GetSettings<HealthCheckSettings>().Check!;
        if (checks.IsReporting(name))
            return CheckResult.Failed(FailureKind.Misconfigured, $"'{name}' reports on the integrations and cannot be one.", Confidence.High);
        if (Find(name) is not { } registration)
            return CheckResult.Failed(FailureKind.Misconfigured, $"The host has no health check named '{name}'. It has: {Names()}.", Confidence.High);

        using var timeout = registration.Timeout > TimeSpan.Zero
            ? new CancellationTokenSource(registration.Timeout, time)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var check = registration.Factory(scope.ServiceProvider);
            var result = await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, either.Token);
            return HealthCheckMapping.From(result, registration);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Failed(FailureKind.Timeout, $"The health check '{name}' did not answer within {registration.Timeout.TotalSeconds:0.###} s.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckMapping.From(new HealthCheckResult(registration.FailureStatus, exception: exception), registration);
        }
    }

    private HealthCheckRegistration? Find(string name) => checks.FindInCode(name)
        ?? host.Value.Registrations.FirstOrDefault(registration => string.Equals(registration.Name, name, StringComparison.Ordinal));

    private string Names()
    {
        var names = checks.NamesInCode.Concat(host.Value.Registrations.Select(registration => registration.Name))
            .Where(name => !checks.IsReporting(name)).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }
}
