namespace IntegrationHealth.Checks;

/// <summary>The diagnosis: what is wrong. Values are stored: never renumber.</summary>
public enum FailureKind
{
    /// <summary>No rule knows this answer; the evidence is kept.</summary>
    Unknown = 0,

    /// <summary>The access token has ended; a refresh may help.</summary>
    AuthenticationExpired = 1,

    /// <summary>The provider no longer accepts the connection; only a person can reconnect it.</summary>
    AuthenticationRevoked = 2,

    /// <summary>The connection works but lacks a permission.</summary>
    InsufficientScope = 3,

    /// <summary>An administrator's policy forbids it.</summary>
    AdminPolicy = 4,

    /// <summary>The account is suspended, deleted or unpaid.</summary>
    AccountSuspended = 5,

    /// <summary>The provider asks for fewer requests; the credential works.</summary>
    RateLimited = 6,

    /// <summary>The provider itself is failing.</summary>
    ProviderOutage = 7,

    /// <summary>The integration's settings, or the host's registration with the provider, are wrong.</summary>
    Misconfigured = 8,

    /// <summary>An answer that is not the API's: a login page, a cut or an oversized body.</summary>
    InvalidResponse = 9,

    /// <summary>No answer within the check's timeout.</summary>
    Timeout = 10,

    /// <summary>The connection was refused, reset or unreachable.</summary>
    Network = 11,

    /// <summary>The name does not resolve.</summary>
    Dns = 12,

    /// <summary>The certificate or the TLS handshake is not acceptable, or the certificate is about to end.</summary>
    Tls = 13,

    /// <summary>The checker threw an exception: a defect in it, not in the integration.</summary>
    CheckerFault = 14,
}
