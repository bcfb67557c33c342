using IntegrationHealth.Catalog;

namespace IntegrationHealth.Checks;

/// <summary>
/// Runs a checker with the host's credential. An expired token is refreshed once and the probe repeated; a rejected one condemns nothing
/// when the host has stored another in the meantime: the loser of a refresh race must not look revoked.
/// </summary>
internal sealed class CredentialedCheck(ICredentialProvider credentials)
{
    public ValueTask<CheckResult> RunAsync(MonitoredIntegration monitored, CancellationToken cancellationToken)
    {
        if (monitored.Orphan is { IsCompleted: false })
            return ValueTask.FromResult(StillRunning);
        return monitored.Provider.Definition.UsesCredential
            ? RunWithCredentialAsync(monitored, cancellationToken)
            : ProbeAsync(monitored, null, cancellationToken);
    }

    private async ValueTask<CheckResult> RunWithCredentialAsync(MonitoredIntegration monitored, CancellationToken cancellationToken)
    {
        var credential = await credentials.GetAsync(monitored.Integration, cancellationToken);
        var result = await ProbeAsync(monitored, credential, cancellationToken);
        if (credential is null || result.Failure?.Kind is not (FailureKind.AuthenticationExpired or FailureKind.AuthenticationRevoked))
            return WithForecast(result, credential);

        var other = await OtherCredentialAsync(monitored.Integration, credential, result.Failure.Kind, cancellationToken);
        return other is null
            ? WithForecast(result, credential)
            : WithForecast(await ProbeAsync(monitored, other, cancellationToken), other);
    }

    private async ValueTask<Credential?> OtherCredentialAsync(
        Integration integration, Credential rejected, FailureKind kind, CancellationToken cancellationToken)
    {
        var current = await credentials.GetAsync(integration, cancellationToken);
        if (current is not null && current.Version != rejected.Version)
            return current;
        return kind == FailureKind.AuthenticationExpired
            ? await credentials.RefreshAsync(integration, rejected, cancellationToken)
            : null;
    }

    private static ValueTask<CheckResult> ProbeAsync(MonitoredIntegration monitored, Credential? credential, CancellationToken cancellationToken) =>
        monitored.Provider.Checker.CheckAsync(new CheckContext(monitored.Integration, monitored.Settings, credential), cancellationToken);

    private static CheckResult WithForecast(CheckResult result, Credential? credential) =>
        credential?.ConnectionExpiresAt is { } end && result.CredentialExpiresAt is null ? result with { CredentialExpiresAt = end } : result;

    private static readonly CheckResult StillRunning = CheckResult.Failed(
        FailureKind.Timeout, "An earlier check ran into its time limit and has not ended yet.", Confidence.High);
}
