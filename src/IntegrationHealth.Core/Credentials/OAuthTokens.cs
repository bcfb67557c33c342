using IntegrationHealth.Catalog;

namespace IntegrationHealth.Credentials;

/// <summary>The tokens of one connection, as the host keeps them. Its text form shows none.</summary>
public sealed record OAuthTokens
{
    /// <summary>The access token; empty when one has to be asked for.</summary>
    public required string AccessToken { get; init; }

    /// <summary>The refresh token; null when the vendor gave none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Changes with every stored change, 1–128 characters.</summary>
    public required string Version { get; init; }

    /// <summary>When the access token ends, if known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the refresh token ends, if the vendor said so.</summary>
    public DateTimeOffset? RefreshTokenExpiresAt { get; init; }

    /// <summary>When the owner connected, if known: the whole life of a connection counts from here.</summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>When the refresh token was last used, if known: the time it may lie unused counts from here.</summary>
    public DateTimeOffset? RefreshedAt { get; init; }

    /// <summary>Scopes that were granted, if known.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The application's own token beside the owner's, as <see cref="Credential.AppToken"/>; it is handed on, never refreshed.</summary>
    public string? AppToken { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"OAuthTokens {{ Version = {Version}, ExpiresAt = {ExpiresAt:O} }}";
}

/// <summary>Where the host keeps tokens. Safe for concurrent use.</summary>
public interface IOAuthTokenStore
{
    /// <summary>The tokens of an integration, or null when it has none.</summary>
    ValueTask<OAuthTokens?> ReadAsync(Integration integration, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps <paramref name="tokens"/>, unless the version in force is no longer <paramref name="replaced"/>: then another host came first, and
    /// its tokens stand. A rotated refresh token is worthless at the vendor once it was used, so this must be durable before it answers.
    /// </summary>
    /// <returns>False when another came first.</returns>
    ValueTask<bool> ReplaceAsync(Integration integration, string replaced, OAuthTokens tokens, CancellationToken cancellationToken);

    /// <summary>Names the credential, where several integrations share one; the integration's id unless told.</summary>
    string CredentialIdOf(Integration integration) => integration.Id;
}

/// <summary>
/// Keeps two hosts from using one refresh token at once. Within a process the provider sees to that itself; where several hosts check
/// the same connections, a lock in their database or Redis saves the loser's request. Without one the versions decide.
/// </summary>
public interface ICredentialRefreshLock
{
    /// <summary>Waits for the lock of a credential; disposing gives it back. It must end by itself when its holder dies.</summary>
    ValueTask<IAsyncDisposable> AcquireAsync(string credentialId, CancellationToken cancellationToken);
}
