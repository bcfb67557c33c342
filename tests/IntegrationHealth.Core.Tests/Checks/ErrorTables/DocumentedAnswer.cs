using IntegrationHealth.Checks;
using static IntegrationHealth.Checks.FailureKind;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>One answer as a vendor documents it, and the one thing that it means.</summary>
internal sealed record DocumentedAnswer(int Status, string Body, FailureKind Kind, string? Code, Confidence Confidence = Confidence.High)
{
    /// <summary>Whose move a kind is, unless a line says otherwise; written out here, so that a change of the defaults is seen.</summary>
    private static readonly Dictionary<FailureKind, (RecoveryAction, ResponsibleParty)> Usual = new()
    {
        [AuthenticationExpired] = (RecoveryAction.Reconnect, ResponsibleParty.Owner),
        [AuthenticationRevoked] = (RecoveryAction.Reconnect, ResponsibleParty.Owner),
        [InsufficientScope] = (RecoveryAction.GrantScopes, ResponsibleParty.Owner),
        [AdminPolicy] = (RecoveryAction.ContactAdministrator, ResponsibleParty.TenantAdministrator),
        [AccountSuspended] = (RecoveryAction.ContactAdministrator, ResponsibleParty.TenantAdministrator),
        [Misconfigured] = (RecoveryAction.FixConfiguration, ResponsibleParty.Developer),
        [RateLimited] = (RecoveryAction.Wait, ResponsibleParty.Nobody),
        [ProviderOutage] = (RecoveryAction.Wait, ResponsibleParty.Vendor),
        [FailureKind.Timeout] = (RecoveryAction.Wait, ResponsibleParty.Vendor),
        [Unknown] = (RecoveryAction.None, ResponsibleParty.Nobody),
        [InvalidResponse] = (RecoveryAction.FixConfiguration, ResponsibleParty.Developer),
    };

    public RecoveryAction Action { get; init; } = Usual[Kind].Item1;

    public ResponsibleParty Party { get; init; } = Usual[Kind].Item2;

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>Minutes until the token ends; null when the host does not know.</summary>
    public int? TokenEndsIn { get; init; } = 30;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Words that the message has.</summary>
    public string? Says { get; init; }
}
