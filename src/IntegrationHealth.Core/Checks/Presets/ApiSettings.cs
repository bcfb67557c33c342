namespace IntegrationHealth.Checks.Presets;

/// <summary>What an integration with one of the preset APIs expects. Not to be changed once the integration is registered.</summary>
public class ApiSettings
{
    /// <summary>
    /// The account that was connected, as the provider names it (GitHub login, Microsoft user principal name, HubSpot portal id, Notion
    /// workspace, Jira account id, which needs a cloud id, Stripe account id or address, Salesforce user name or organisation id of 18
    /// characters); another one behind the token is a finding. Costs Stripe, Salesforce and a Microsoft mailbox or calendar a second request.
    /// Not compared when null.
    /// </summary>
    public string? Account { get; set; }

    /// <summary>Scopes the host needs, up to 64; compared with those known to be granted. Default none.</summary>
    public IList<string> RequiredScopes { get; set; } = [];

    /// <summary>Replaces the provider's own address, for proxies, sovereign clouds and tests. Off when null.</summary>
    public string? BaseAddress { get; set; }
}

/// <summary>What a <c>microsoft-graph</c> integration expects.</summary>
public sealed class MicrosoftGraphSettings : ApiSettings
{
    /// <summary>
    /// What to read: <c>profile</c> (User.Read), <c>mail</c> (Mail.ReadBasic) or <c>calendar</c> (Calendars.ReadBasic). A live profile does not
    /// prove that there is a mailbox. Default <c>profile</c>.
    /// </summary>
    public string Probe { get; set; } = "profile";
}

/// <summary>What a <c>stripe</c> integration expects.</summary>
public sealed class StripeSettings : ApiSettings
{
    /// <summary>True for live keys, false for test keys; the other kind is a finding. Not compared when null.</summary>
    public bool? LiveMode { get; set; }
}

/// <summary>What a <c>salesforce</c> integration expects.</summary>
public sealed class SalesforceSettings : ApiSettings
{
    /// <summary>The <c>instance_url</c> that came with the token, such as <c>https://example.my.salesforce.com</c>. Required without a base address.</summary>
    public string? InstanceUrl { get; set; }
}

/// <summary>What a <c>jira</c> integration expects.</summary>
public sealed class JiraSettings : ApiSettings
{
    /// <summary>
    /// The site's cloud id. With it the user behind the token is asked for (<c>read:jira-user</c>), without it the sites that the token reaches.
    /// </summary>
    public string? CloudId { get; set; }
}
