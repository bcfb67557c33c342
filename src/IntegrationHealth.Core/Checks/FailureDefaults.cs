namespace IntegrationHealth.Checks;

/// <summary>Whose move each kind of failure usually is. A provider's error map may say otherwise for one code.</summary>
internal static class FailureDefaults
{
    public static RecoveryAction ActionFor(FailureKind kind) => kind switch
    {
        FailureKind.AuthenticationExpired or FailureKind.AuthenticationRevoked => RecoveryAction.Reconnect,
        FailureKind.InsufficientScope => RecoveryAction.GrantScopes,
        FailureKind.AdminPolicy or FailureKind.AccountSuspended => RecoveryAction.ContactAdministrator,
        FailureKind.Misconfigured or FailureKind.Dns or FailureKind.Tls or FailureKind.InvalidResponse => RecoveryAction.FixConfiguration,
        FailureKind.RateLimited or FailureKind.ProviderOutage or FailureKind.Timeout or FailureKind.Network => RecoveryAction.Wait,
        _ => RecoveryAction.None,
    };

    public static ResponsibleParty ResponsibleFor(FailureKind kind) => kind switch
    {
        FailureKind.AuthenticationExpired or FailureKind.AuthenticationRevoked or FailureKind.InsufficientScope => ResponsibleParty.Owner,
        FailureKind.AdminPolicy or FailureKind.AccountSuspended => ResponsibleParty.TenantAdministrator,
        FailureKind.Misconfigured or FailureKind.CheckerFault or FailureKind.InvalidResponse or FailureKind.Dns or FailureKind.Tls
            => ResponsibleParty.Developer,
        FailureKind.ProviderOutage or FailureKind.Timeout or FailureKind.Network => ResponsibleParty.Vendor,
        _ => ResponsibleParty.Nobody,
    };

    public static bool IsTransient(FailureKind kind) => kind is FailureKind.AuthenticationExpired or FailureKind.RateLimited
        or FailureKind.ProviderOutage or FailureKind.Timeout or FailureKind.Network or FailureKind.Dns or FailureKind.Unknown
        or FailureKind.InvalidResponse;

    /// <summary>Kinds that no waiting ends: with certain evidence they need no second probe.</summary>
    public static bool NeedsPerson(FailureKind kind) => kind is FailureKind.AuthenticationRevoked or FailureKind.InsufficientScope
        or FailureKind.AdminPolicy or FailureKind.AccountSuspended or FailureKind.Misconfigured;

    /// <summary>Kinds that judge one connection, its credential or its settings, rather than the vendor or the pace.</summary>
    public static bool SaysOfConnection(FailureKind kind) => NeedsPerson(kind) || kind == FailureKind.AuthenticationExpired;

    /// <summary>Kinds that speak of the vendor rather than of one credential: many of them at once make an outage.</summary>
    public static bool SpeaksOfVendor(FailureKind kind) => kind is FailureKind.ProviderOutage or FailureKind.Timeout
        or FailureKind.Network or FailureKind.Dns or FailureKind.Tls or FailureKind.InvalidResponse;

    /// <summary>Kinds that a host without network sees everywhere.</summary>
    public static bool SpeaksOfNetwork(FailureKind kind) => kind is FailureKind.Timeout or FailureKind.Network or FailureKind.Dns;
}
