using System.Text.Encodings.Web;
using IntegrationHealth.Catalog;
using IntegrationHealth.Sample.Hosting;
using IntegrationHealth.Sample.Simulator;

namespace IntegrationHealth.Sample.Reconnecting;

/// <summary>
/// Stands for the consent screen of a provider: one button, and the connection works again. Open to all, as it touches only what is simulated.
/// </summary>
internal static class ReconnectPage
{
    /// <summary>Where the page is; the provider follows, and the id in the query.</summary>
    public const string Path = "/connect";

    public static void MapReconnectPage(this WebApplication app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription();
        pages.MapGet("/{provider}", (string provider, string? id) => Find(provider, id) is { } connection
            ? Page($"Connect {connection.Name} again", $"""
                <p>A real provider would now ask whether this application may use the account
                <strong>{HtmlEncoder.Default.Encode(connection.Account)}@example.com</strong>.</p>
                <form method="post"><button>Allow</button></form>
                """)
            : Results.NotFound());
        pages.MapPost("/{provider}", async (string provider, string? id, SimulatedConsents consents, IIntegrationCatalog catalog, CancellationToken aborted) =>
        {
            if (Find(provider, id) is not { } connection)
                return Results.NotFound();
            consents.Give(connection.Id);
            await catalog.CredentialChangedAsync(connection.Id, aborted);
            return Page($"{connection.Name} is connected", "<p>It is checked right now. You may close this page.</p>");
        });
    }

    private static SimulatedConnection? Find(string provider, string? id) =>
        SimulatedFleet.Find(id ?? "") is { } connection && connection.Provider == provider ? connection : null;

    private static HtmlPage Page(string title, string body) => new(title, body);
}
