using System.Runtime.CompilerServices;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Credentials;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks;

/// <summary>
/// Runs a checker with the host's credential. An expired token is refreshed once and the probe repeated; a rejected one condemns nothing
/// when the host has stored another in the meantime: the loser of a refresh race must not look revoked.
/// </summary>
internal sealed class CredentialedCheck(
    ICredentialProvider credentials, SharedPauses pauses, IOptions<IntegrationHealthOptions> options, TimeProvider time)
{
    private readonly TimeSpan _warning = options.Value.Checks.CredentialExpiryWarning;

    public ValueTask<CheckResult> RunAsync(MonitoredIntegration monitored, CancellationToken cancellationToken)
    {
        if (monitored.Orphan is { IsCompleted: false })
            return ValueTask.FromResult(StillRunning with { Target = monitored.FarEnd });
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
        if (credential is { AccessToken.Length: 0 })
            return await RefreshAsync(monitored, credential, NoAccessToken, cancellationToken);
        var result = await ProbeAsync(monitored, credential, cancellationToken);
        if (credential is null || result.Failure?.Kind is not (FailureKind.AuthenticationExpired or FailureKind.AuthenticationRevoked))
            return WithForecast(result, credential);

        if (await NewerAsync(monitored.Integration, credential, cancellationToken) is { } newer)
            return WithForecast(await ProbeAsync(monitored, newer, cancellationToken), newer);
        return MayBeRefreshed(result, credential)
            ? await RefreshAsync(monitored, credential, result, cancellationToken)
            : WithForecast(result, credential);
    }

    /// <summary>
    /// True where a new access token may help. Vendors say <em>revoked</em> of a token that merely ended, or that a restart of theirs forgot:
    /// only the refusal of the refresh token makes it certain. A word about revocation alone, for a token that should be good, needs no such
    /// proof; and what a checker brought home data with, such as a lost account behind an MCP server, is not about this credential.
    /// </summary>
    private bool MayBeRefreshed(CheckResult result, Credential credential) => result.Failure switch
    {
        { Kind: FailureKind.AuthenticationExpired } => true,
        { } revoked => result.Data is null && (!revoked.IsDefinitive || credential.ExpiresAt <= time.GetUtcNow()),
        null => false,
    };

    private async ValueTask<CheckResult> RefreshAsync(
        MonitoredIntegration monitored, Credential rejected, CheckResult result, CancellationToken cancellationToken)
    {
        var refresh = await credentials.RefreshAsync(monitored.Integration, rejected, cancellationToken);
        var other = refresh.Credential;
        if (other is null && refresh.Failure is not null)
            other = await NewerAsync(monitored.Integration, rejected, cancellationToken);
        if (other is { AccessToken.Length: > 0 })
            return WithForecast(await ProbeAsync(monitored, other, cancellationToken), other);
        return refresh.Failure is { } failure
            ? CheckResult.Failed(failure) with { Latency = result.Latency, Target = result.Target, RetryAfter = refresh.RetryAfter }
            : WithForecast(result, rejected);
    }

    /// <summary>What the host has stored since; null when <paramref name="rejected"/> is still in force.</summary>
    private async ValueTask<Credential?> NewerAsync(Integration integration, Credential rejected, CancellationToken cancellationToken)
    {
        var current = await credentials.GetAsync(integration, cancellationToken);
        return current is not null && current.Version != rejected.Version ? current : null;
    }

    private ValueTask<CheckResult> ProbeAsync(MonitoredIntegration monitored, Credential? credential, CancellationToken cancellationToken)
    {
        if (pauses.Withhold(monitored, credential) is { } withheld)
            return ValueTask.FromResult(withheld);
        var probe = monitored.Provider.Checker.CheckAsync(
            new CheckContext(monitored.Integration, monitored.Settings, credential) { PreviousData = monitored.Snapshot.Data }, cancellationToken);
        return NoteAsync(monitored, credential, probe);
    }

    // The steady path: its state machines are used again from check to check.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CheckResult> NoteAsync(MonitoredIntegration monitored, Credential? credential, ValueTask<CheckResult> probe)
    {
        var result = await probe;
        // A foreign checker may answer null, which its caller makes a finding of.
        if (result?.RetryAfter is not null)
            pauses.Note(monitored, credential, result);
        return result!;
    }

    private CheckResult WithForecast(CheckResult result, Credential? credential)
    {
        if ((result.CredentialExpiresAt ?? credential?.ConnectionExpiresAt) is not { } end)
            return result;
        result = result with { CredentialExpiresAt = end };
        return result.Outcome == CheckOutcome.Succeeded && CredentialForecast.Of(end, _warning, time.GetUtcNow()) is { } warning
            ? result with { Outcome = CheckOutcome.Degraded, Failure = warning }
            : result;
    }

    private static readonly CheckResult NoAccessToken = CheckResult.Failed(
        FailureKind.AuthenticationExpired, "There is no access token for this connection, and none could be asked for. Reconnect it.", Confidence.Medium);

    private static readonly CheckResult StillRunning = CheckResult.Failed(
        FailureKind.Timeout, "An earlier check ran into its time limit and has not ended yet.", Confidence.High);
}
