using System.Globalization;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>One simulated connection.</summary>
/// <param name="Id"><c>sim-0001</c> and on.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="OwnerId">alice or bob.</param>
/// <param name="Service">What it stands for: <c>gmail</c>, <c>google-calendar</c>, <c>slack</c>, <c>github</c>, <c>oauth-api</c>,
/// <c>gmail-mcp</c> (Gmail behind an MCP server).</param>
/// <param name="Probe">What is asked of the provider.</param>
/// <param name="Persona">How it behaves.</param>
internal sealed record SimulatedConnection(string Id, string Name, string OwnerId, string Service, SimulatedProbe Probe, Persona Persona)
{
    /// <summary>Which checker asks: the service's own where there is one.</summary>
    public string Provider => Service switch
    {
        "gmail" or "google-calendar" or "slack" => Service,
        "gmail-mcp" => "mcp",
        _ => "http",
    };

    /// <summary>The account behind it, as its tokens name it.</summary>
    public string Account => $"{OwnerId}-{Id["sim-".Length..]}";
}

/// <summary>What is asked of a provider, and what its answer must hold.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Field">A place in the JSON answer that must exist.</param>
/// <param name="Value">What must stand there; anything when null.</param>
internal sealed record SimulatedProbe(string Path, string Field, string? Value = null);

/// <summary>The simulated connections: the same ones at each start, in a fixed mix of twelve.</summary>
internal static class SimulatedFleet
{
    private const string Gmail = "gmail";
    private const string Calendar = "google-calendar";
    private const string Slack = "slack";
    private const string GitHub = "github";
    private const string OAuth = "oauth-api";
    private const string GmailOverMcp = "gmail-mcp";

    /// <summary>Odd places are alice's, even ones bob's, so that each of them sees good and bad.</summary>
    private static readonly (string Service, Persona Persona)[] Mix =
    [
        (Gmail, Persona.Healthy), (GmailOverMcp, Persona.Healthy),
        (Calendar, Persona.Slow), (Calendar, Persona.InsufficientScope),
        (Gmail, Persona.Revoked), (Slack, Persona.RateLimited),
        (Slack, Persona.Healthy), (GitHub, Persona.Outage),
        (GitHub, Persona.RateLimited), (OAuth, Persona.Flapping),
        (OAuth, Persona.Expired), (OAuth, Persona.LoginPage),
    ];

    /// <summary>The connection with this number, 1 and on.</summary>
    public static SimulatedConnection Number(int number)
    {
        var (service, persona) = Mix[(number - 1) % Mix.Length];
        var owner = number % 2 == 1 ? "alice" : "bob";
        var (title, probe) = Describe(service);
        var name = number <= Mix.Length ? $"{Person(owner)}'s {title}" : string.Create(CultureInfo.InvariantCulture, $"{Person(owner)}'s {title} {number}");
        return new SimulatedConnection(Id(number), name, owner, service, probe, persona);
    }

    /// <summary>The id of the connection with this number.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"sim-{number:0000}");

    /// <summary>The connection with this id, if it is one.</summary>
    public static SimulatedConnection? Find(string id) =>
        id.StartsWith("sim-", StringComparison.Ordinal)
        && int.TryParse(id.AsSpan("sim-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && Id(number) == id
            ? Number(number)
            : null;

    private static string Person(string owner) => owner == "alice" ? "Alice" : "Bob";

    private static (string Title, SimulatedProbe Probe) Describe(string service) => service switch
    {
        Gmail => ("Gmail", new("gmail/v1/users/me/profile", "emailAddress")),
        Calendar => ("Google Calendar", new("calendar/v3/users/me/calendarList?maxResults=1", "items")),
        // Slack says nearly everything with HTTP 200: the answer counts, not the status.
        Slack => ("Slack", new("api/auth.test", "ok", "true")),
        GmailOverMcp => ("Gmail over MCP", new("mcp", "")),
        GitHub => ("GitHub", new("user", "login")),
        _ => ("CRM", new("v1/me", "email")),
    };
}
