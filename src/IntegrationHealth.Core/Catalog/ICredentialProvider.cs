namespace IntegrationHealth.Catalog;

/// <summary>Hands out the host's tokens, one for each check. The library stores none of them.</summary>
public interface ICredentialProvider
{
    /// <summary>The credential in force, or null when the integration needs none or has none.</summary>
    ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken);

    /// <summary>
    /// Asked once for each check, when a probe said that <paramref name="rejected"/> has expired, or when it holds no access token. The answer
    /// reaches the diagnosis: a refusal by the vendor is told from a token endpoint that is down.
    /// </summary>
    ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken);
}

/// <summary>An access token for one check. Its text form never shows the token.</summary>
public sealed record Credential
{
    /// <summary>The token, sent as <c>Authorization: Bearer</c>; empty when one has to be asked for first.</summary>
    public required string AccessToken { get; init; }

    /// <summary>Changes whenever the host stores another token: a verdict about an old version condemns nothing.</summary>
    public required string Version { get; init; }

    /// <summary>When the access token ends, if known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the connection itself ends (the refresh token), if known; the forecast shown to owners.</summary>
    public DateTimeOffset? ConnectionExpiresAt { get; init; }

    /// <summary>Scopes that were granted, if known.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// A token of the application itself, where a capability needs one beside the owner's: Slack's app-level token (<c>xapp-…</c>), with which
    /// events are asked for. None when null.
    /// </summary>
    public string? AppToken { get; init; }

    /// <summary>
    /// The OAuth client through which the owner connected: quota that a vendor counts by application is shared by all credentials of one
    /// client. No secret. When null, all such credentials of a provider count as one client's.
    /// </summary>
    public string? ClientId { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"Credential {{ Version = {Version}, ExpiresAt = {ExpiresAt:O} }}";
}
