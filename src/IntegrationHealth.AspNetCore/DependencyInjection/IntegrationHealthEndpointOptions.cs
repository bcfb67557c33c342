namespace IntegrationHealth.DependencyInjection;

/// <summary>
/// Who may call the endpoints, and how often. Nothing is open unless the host says so: name <see cref="OwnerPolicy"/>, or call
/// <see cref="AllowAnonymous"/>. Read from the section <c>IntegrationHealth:Endpoints</c>, then from <c>ConfigureEndpoints</c>, then from
/// the callback of <c>MapIntegrationHealth</c>. Configuration alone cannot open the routes to everybody.
/// </summary>
public sealed class IntegrationHealthEndpointOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = IntegrationHealthOptions.SectionName + ":Endpoints";

    /// <summary>Authorization policy of the owner routes, on which a person sees only what is theirs. No default.</summary>
    public string? OwnerPolicy { get; set; }

    /// <summary>Authorization policy of the administrator routes, which see everything. They are not mapped without one. No default.</summary>
    public string? AdminPolicy { get; set; }

    /// <summary>
    /// Shortest time between two checks that people ask for, for each integration and host, 0 – 24 h; 0 is unlimited. Default 1 min.
    /// </summary>
    public TimeSpan ManualCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Checks that one caller may ask for in a minute, over all integrations and for each host, 0 – 10,000; 0 is unlimited. Default 20.
    /// A check that is joined while under way counts as none.
    /// </summary>
    public int ManualChecksPerOwner { get; set; } = 20;

    /// <summary>
    /// Calls of one caller in a minute, over all routes and the hub and for each host, 0 – 1,000,000; 0 is unlimited. All of a minute's calls
    /// may come at once. A caller is a signed-in user, or else an address (of IPv6, its /64 network). Default 6,000.
    /// </summary>
    public int CallsPerMinute { get; set; } = 6_000;

    /// <summary>Ids that one live connection may subscribe to one by one, 1 – 10,000. Default 1,000.</summary>
    public int HubSubscriptionsPerConnection { get; set; } = 1_000;

    /// <summary>Live connections of one caller, for each host, 1 – 100,000. Default 20.</summary>
    public int HubConnectionsPerOwner { get; set; } = 20;

    /// <summary>
    /// Origins whose pages may open live connections besides the host's own and that of <see cref="PublicUrl"/>, such as
    /// <c>https://portal.example.com</c>; there are no wildcards. Pages of other sites get 403, programs that are no browser are not concerned.
    /// </summary>
    public IList<string> HubAllowedOrigins { get; } = [];

    /// <summary>
    /// Absolute address under which readers of notifications reach these endpoints, such as <c>https://host.example/base</c>. With it, and with Data
    /// Protection, notifications carry links that acknowledge and resolve. No default.
    /// </summary>
    public string? PublicUrl { get; set; }

    internal bool Anonymous { get; private set; }

    /// <summary>
    /// Opens the owner routes to everybody, with everything visible; for a private network or a trial. The administrator routes are
    /// open as well unless <see cref="AdminPolicy"/> is named.
    /// </summary>
    public void AllowAnonymous() => Anonymous = true;
}
