using IntegrationHealth.Catalog;

namespace IntegrationHealth.Checks.Http;

/// <summary>One check under way: what it asks, with what, and how far it has been sent on.</summary>
internal sealed class HttpExchange(HttpPlan plan, CheckContext context, string? token)
{
    public HttpPlan Plan { get; } = plan;

    public CheckContext Context { get; } = context;

    /// <summary>The host's access token.</summary>
    public string? Token { get; } = token;

    /// <summary>The request in hand.</summary>
    public RedirectHop Hop { get; set; } = new(plan.Uri, plan.Method, SameOrigin: true, SameHost: true, plan.HasBody);

    /// <summary>Who chose the address of the request in hand: the integration's author, or a server on the way, which nobody vouches for.</summary>
    public IntegrationOrigin AddressOrigin => Hop.SameHost ? Context.Integration.Origin : IntegrationOrigin.Runtime;

    /// <summary>True when the request in hand carries a credential.</summary>
    public bool IsSigned => Hop.SameOrigin && (Token is not null || Plan.HasOwnCredential);
}
