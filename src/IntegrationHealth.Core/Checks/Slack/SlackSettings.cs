namespace IntegrationHealth.Checks.Slack;

/// <summary>What a <c>slack</c> integration expects. Not to be changed once the integration is registered.</summary>
public sealed class SlackSettings
{
    /// <summary>Id of the workspace that was connected, such as <c>T012AB3CD</c>; another one behind the token is a finding. Not compared when null.</summary>
    public string? TeamId { get; set; }

    /// <summary>Scopes the host needs, up to 64, such as <c>chat:write</c>; compared with those that Slack names. Default none.</summary>
    public IList<string> RequiredScopes { get; set; } = [];

    /// <summary>Replaces <c>https://slack.com</c>, for proxies and tests. Off when null.</summary>
    public string? BaseAddress { get; set; }
}
