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
        if (!monitored.Provider.Definition.UsesCredential)
            return ProbeAsync(monitored, null, cancellationToken);

        var credential = credentials.GetAsync(monitored.Integration, cancellationToken);
        return credential is { IsCompletedSuccessfully: true, Result: null }
            ? ProbeAsync(monitored, null, cancellationToken)
            : RunWithCredentialAsync(monitored, credential, cancellationToken);
    }

    private async ValueTask<CheckResult> RunWithCredentialAsync(
        MonitoredIntegration monitored, ValueTask<Credential?> pending, CancellationToken cancellationToken)
    {
        var credential = await pending;
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
        monitored.Provider.Checker.CheckAsync(
            new CheckContext(monitored.Integration, monitored.Settings, credential) { PreviousData = monitored.Snapshot.Data }, cancellationToken);

    private static CheckResult WithForecast(CheckResult result, Credential? credential) =>
        credential?.ConnectionExpiresAt is { } end && result.CredentialExpiresAt is null ? result with { CredentialExpiresAt = end } : result;

    private static readonly CheckResult StillRunning = CheckResult.Failed(
        FailureKind.Timeout, "An earlier check ran into its time limit and has not ended yet.", Confidence.High);
}
