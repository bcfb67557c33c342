namespace IntegrationHealth.Checks.Google;

/// <summary>What a <c>gmail</c> integration expects. Not to be changed once the integration is registered.</summary>
public sealed class GmailSettings
{
    /// <summary>The account that was connected; another one behind the token is a finding. Not compared when null.</summary>
    public string? AccountEmail { get; set; }

    /// <summary>
    /// Scopes the host needs, up to 64, whole or short (<c>gmail.send</c>); compared with those of the host's credential, where it knows them.
    /// Default none.
    /// </summary>
    public IList<string> RequiredScopes { get; set; } = [];

    /// <summary>Replaces <c>https://gmail.googleapis.com</c>, for proxies and tests. Off when null.</summary>
    public string? BaseAddress { get; set; }
}
