namespace IntegrationHealth.Checks.Pacing;

/// <summary>Who waits together.</summary>
/// <param name="Provider">The provider; empty for a token endpoint, which several may share.</param>
/// <param name="Host">The far end; empty where it is not known.</param>
/// <param name="Kind">By what is counted.</param>
/// <param name="Value">The client's id, the owner's id or a credential's fingerprint; empty where the host alone counts.</param>
internal readonly record struct PauseKey(string Provider, string Host, PauseKind Kind, string Value);

/// <summary>By what a pause is counted. Numbers travel between hosts: never renumber.</summary>
internal enum PauseKind
{
    Credential = 0,
    Client = 1,
    Host = 2,
    Owner = 3,
}

/// <summary>A pause and its end.</summary>
internal readonly record struct Pause(PauseKey Key, DateTimeOffset Until);
