using System.Globalization;
using IntegrationHealth.Checks;
using IntegrationHealth.Redaction;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>From a health check's result to a check result. What others wrote passes the redaction.</summary>
internal static class HealthCheckMapping
{
    private const int MaxData = 32;
    private const int MaxText = 500;

    public static CheckResult From(HealthCheckResult result, HealthCheckRegistration registration)
    {
        var outcome = result.Status switch
        {
            HealthStatus.Healthy => CheckResult.Success(),
            HealthStatus.Unhealthy => CheckResult.Failed(Failure(result, registration)),
            _ => CheckResult.Degraded(Failure(result, registration)),
        };
        return outcome with { Data = Data(result.Data) };
    }

    private static CheckFailure Failure(HealthCheckResult result, HealthCheckRegistration registration)
    {
        var kind = ExceptionDiagnosis.Of(result.Exception, result.Description);
        var message = result.Description is { Length: > 0 } description ? description : Sentence(kind, registration.Name, result);
        return CheckFailure.Of(kind, Text(message)) with
        {
            Evidence = result.Exception is { } exception ? Text($"{exception.GetType().Name}: {exception.Message}") : null,
        };
    }

    private static string Sentence(FailureKind kind, string name, HealthCheckResult result) => kind switch
    {
        FailureKind.Timeout => $"The health check '{name}' ran out of time.",
        FailureKind.Dns => $"The health check '{name}' could not resolve the name of what it checks.",
        FailureKind.Network => $"The health check '{name}' could not connect.",
        FailureKind.Tls => $"The health check '{name}' could not agree on a secure connection.",
        _ when result.Exception is { } exception => $"The health check '{name}' failed: {exception.Message}",
        _ => $"The health check '{name}' reports {(result.Status == HealthStatus.Unhealthy ? "unhealthy" : "degraded")}.",
    };

    private static Dictionary<string, string>? Data(IReadOnlyDictionary<string, object> data) => data.Count == 0 ? null : data
        .Where(entry => entry.Value is not null && !SecretRedaction.NamesSecret(entry.Key))
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Take(MaxData)
        .ToDictionary(entry => entry.Key, entry => Text(Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? ""), StringComparer.Ordinal);

    private static string Text(string text)
    {
        var redacted = SecretRedaction.Redact(text);
        return redacted.Length <= MaxText ? redacted : string.Concat(redacted.AsSpan(0, MaxText - 1), "…");
    }
}
