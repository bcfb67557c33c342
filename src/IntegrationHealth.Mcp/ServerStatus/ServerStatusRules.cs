using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Mcp.ServerStatus;

/// <summary>Merges what the hosting provider says into a diagnosis. It explains silence; it never overrules what the server itself said. Pure.</summary>
internal static class ServerStatusRules
{
    private const int LongestMessage = 300;

    public static CheckResult Merge(CheckResult result, McpServerStatus status)
    {
        var failure = result.Failure!;
        var explained = status.State switch
        {
            McpServerState.NeedsAuthorization when SaysNothingElse(failure) || IsAboutSignIn(failure) => failure with
            {
                Kind = FailureKind.AuthenticationRevoked,
                Message = "The hosting provider says that the account behind this server has to be connected again.",
                // Two independent words make it certain, one does not.
                Confidence = IsAboutSignIn(failure) ? Confidence.High : Confidence.Medium,
                Action = RecoveryAction.Reconnect,
                ResponsibleParty = ResponsibleParty.Owner,
            },
            McpServerState.Stopped when SaysNothingElse(failure) => failure with
            {
                Kind = FailureKind.Misconfigured,
                Message = "The hosting provider says that this server is stopped. It has to be started again.",
                Confidence = Confidence.Medium,
                Action = RecoveryAction.FixConfiguration,
                ResponsibleParty = ResponsibleParty.Developer,
            },
            McpServerState.Failed when SaysNothingElse(failure) => Outage(failure, "The hosting provider says that this server has failed."),
            McpServerState.Starting when SaysNothingElse(failure) => Outage(failure, "The hosting provider says that this server is being started."),
            _ => failure,
        };
        return result with { Failure = explained with { Evidence = Evidence(failure.Evidence, status) } };
    }

    private static CheckFailure Outage(CheckFailure failure, string message) => failure with
    {
        Kind = FailureKind.ProviderOutage,
        Message = message,
        Confidence = Confidence.Medium,
        Action = RecoveryAction.Wait,
        ResponsibleParty = ResponsibleParty.Vendor,
    };

    private static bool SaysNothingElse(CheckFailure failure) =>
        FailureDefaults.SpeaksOfVendor(failure.Kind) || failure is { Kind: FailureKind.Unknown } or { Kind: FailureKind.Misconfigured, Confidence: < Confidence.High };

    private static bool IsAboutSignIn(CheckFailure failure) =>
        failure.Kind is FailureKind.AuthenticationExpired or FailureKind.AuthenticationRevoked
        || failure is { Kind: FailureKind.Misconfigured, Action: RecoveryAction.Reconnect };

    private static string Evidence(string? before, McpServerStatus status)
    {
        var said = SecretRedactor.Redact(status.Message ?? "", []);
        var line = $"hosting provider: {status.State}" + (said.Length == 0 ? "" : ": " + said[..Math.Min(said.Length, LongestMessage)]);
        return EvidenceText.Join(line, before);
    }
}
