using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Credentials;

/// <summary>How the application names itself to a token endpoint (RFC 6749 §2.3.1).</summary>
public enum OAuthClientAuthentication
{
    /// <summary>Client id and secret in the body.</summary>
    Post,

    /// <summary>Client id and secret in an <c>Authorization: Basic</c> header.</summary>
    Basic,
}

/// <summary>The application as a vendor knows it, and how that vendor's refresh tokens live. Made by the methods, or by hand for another vendor.</summary>
public sealed record OAuthClient
{
    /// <summary>Where tokens are refreshed: an absolute address.</summary>
    public required Uri TokenEndpoint { get; init; }

    /// <summary>Client id.</summary>
    public required string ClientId { get; init; }

    /// <summary>Client secret; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>How id and secret are sent. Default in the body.</summary>
    public OAuthClientAuthentication Authentication { get; init; }

    /// <summary>True where the body is JSON instead of a form. Default false.</summary>
    public bool SendsJson { get; init; }

    /// <summary>What the vendor's errors mean.</summary>
    public required VendorApi Vendor { get; init; }

    /// <summary>How long a connection lives from the owner's consent; null without end.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>How long a refresh token may lie unused; null without end.</summary>
    public TimeSpan? IdleLifetime { get; init; }

    /// <summary>Google. While the consent screen is in testing, connections live for seven days.</summary>
    public static OAuthClient Google(string clientId, string clientSecret, bool inTesting = false) => new()
    {
        TokenEndpoint = new Uri("https://oauth2.googleapis.com/token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Vendor = TokenErrors.Google,
        Lifetime = inTesting ? TimeSpan.FromDays(7) : null,
        IdleLifetime = TimeSpan.FromDays(182),
    };

    /// <summary>Microsoft: 90 days unused.</summary>
    /// <param name="clientId">Client id.</param>
    /// <param name="clientSecret">Client secret; null for a public client.</param>
    /// <param name="tenant">A tenant's id or domain, <c>common</c>, <c>organizations</c> or <c>consumers</c>.</param>
    public static OAuthClient Microsoft(string clientId, string? clientSecret, string tenant = "common") => new()
    {
        TokenEndpoint = new Uri($"https://login.microsoftonline.com/{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Vendor = TokenErrors.Microsoft,
        IdleLifetime = TimeSpan.FromDays(90),
    };

    /// <summary>Slack with token rotation.</summary>
    public static OAuthClient Slack(string clientId, string clientSecret) => new()
    {
        TokenEndpoint = new Uri("https://slack.com/api/oauth.v2.access"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Authentication = OAuthClientAuthentication.Basic,
        Vendor = TokenErrors.Slack,
    };

    /// <summary>A GitHub App: six months, each refresh begins them anew.</summary>
    public static OAuthClient GitHub(string clientId, string clientSecret) => new()
    {
        TokenEndpoint = new Uri("https://github.com/login/oauth/access_token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Vendor = TokenErrors.GitHub,
        IdleLifetime = TimeSpan.FromDays(182),
    };

    /// <summary>HubSpot.</summary>
    public static OAuthClient HubSpot(string clientId, string clientSecret) => new()
    {
        TokenEndpoint = new Uri("https://api.hubapi.com/oauth/v3/token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Vendor = TokenErrors.HubSpot,
    };

    /// <summary>Salesforce. How long a connection lives is up to the organisation's administrator.</summary>
    public static OAuthClient Salesforce(string clientId, string clientSecret, string host = "login.salesforce.com") => new()
    {
        TokenEndpoint = new Uri($"https://{host}/services/oauth2/token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Vendor = TokenErrors.Salesforce,
    };

    /// <summary>Notion.</summary>
    public static OAuthClient Notion(string clientId, string clientSecret) => new()
    {
        TokenEndpoint = new Uri("https://api.notion.com/v1/oauth/token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        Authentication = OAuthClientAuthentication.Basic,
        SendsJson = true,
        Vendor = TokenErrors.Notion,
    };

    /// <summary>Atlassian: 90 days unused, 365 days in all.</summary>
    public static OAuthClient Atlassian(string clientId, string clientSecret) => new()
    {
        TokenEndpoint = new Uri("https://auth.atlassian.com/oauth/token"),
        ClientId = clientId,
        ClientSecret = clientSecret,
        SendsJson = true,
        Vendor = TokenErrors.Atlassian,
        Lifetime = TimeSpan.FromDays(365),
        IdleLifetime = TimeSpan.FromDays(90),
    };

    /// <inheritdoc />
    public override string ToString() => $"OAuthClient {{ TokenEndpoint = {TokenEndpoint}, ClientId = {ClientId} }}";
}
