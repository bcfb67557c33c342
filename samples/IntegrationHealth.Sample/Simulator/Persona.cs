namespace IntegrationHealth.Sample.Simulator;

/// <summary>How a simulated account behaves. Chosen by the bearer token: <c>sim-revoked-0006</c>.</summary>
internal enum Persona
{
    Healthy,

    /// <summary>Answers right, but late enough to count as degraded.</summary>
    Slow,

    /// <summary>Its access token has ended; a refresh gives one that works for a while.</summary>
    Expired,

    /// <summary>Its owner withdrew the consent: neither the token nor a refresh works.</summary>
    Revoked,

    InsufficientScope,

    RateLimited,

    Outage,

    /// <summary>A captive portal or proxy answers in the provider's place: HTTP 200 with a page of HTML.</summary>
    LoginPage,

    /// <summary>Healthy and failing in turn.</summary>
    Flapping,
}
