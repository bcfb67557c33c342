using IntegrationHealth.Sample.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>
/// A second web server in this process, on a loopback port, that answers as Gmail, Google Calendar, Slack, GitHub and a plain OAuth API
/// do. It keeps no state: the bearer token and the clock decide each answer.
/// </summary>
internal sealed class ProviderSimulator : IAsyncDisposable
{
    /// <summary>How late a slow account answers.</summary>
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;

    private ProviderSimulator(WebApplication app) => _app = app;

    /// <summary>Where it listens; every provider's own paths stand below it.</summary>
    public Uri BaseAddress => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts it on 127.0.0.1.</summary>
    /// <param name="port">0 for any free port.</param>
    /// <param name="time">The clock that flapping and expiry follow.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<ProviderSimulator> StartAsync(int port, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        Map(app, time);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw new SettingsException([$"Sample:SimulatorPort: \"{port}\" cannot be used ({exception.Message.TrimEnd('.')}). Allowed: a free port, or 0 for any."]);
        }
        return new ProviderSimulator(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Map(WebApplication app, TimeProvider time)
    {
        app.MapGet("/gmail/v1/users/me/profile", (HttpContext http) => AnswerAsync(http, time, token => GoogleApi.Profile(token, time.GetUtcNow())));
        app.MapGet("/calendar/v3/users/me/calendarList", (HttpContext http) => AnswerAsync(http, time, token => GoogleApi.CalendarList(token, time.GetUtcNow())));
        app.MapGet("/calendar/v3/users/me/calendarList/{id}", (HttpContext http) => AnswerAsync(http, time, token => GoogleApi.Calendar(token, time.GetUtcNow())));
        app.MapPost("/token", async (HttpContext http) => await GoogleTokenEndpoint
            .Answer(http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty, time.GetUtcNow())
            .WriteAsync(http.Response, http.RequestAborted));
        app.MapMethods("/api/api.test", ["GET", "POST"], (HttpContext http) => SlackApi.ApiTest.WriteAsync(http.Response, http.RequestAborted));
        app.MapMethods("/api/auth.test", ["GET", "POST"], (HttpContext http) => Bearer(http) is null
            ? SlackApi.NotAuthenticated.WriteAsync(http.Response, http.RequestAborted)
            : AnswerAsync(http, time, SlackApi.AuthTest));
        app.MapGet("/user", (HttpContext http) => http.Request.Headers.UserAgent.Count == 0
            ? GitHubApi.MissingUserAgent.WriteAsync(http.Response, http.RequestAborted)
            : AnswerAsync(http, time, token => GitHubApi.User(token, time.GetUtcNow())));
        app.MapPost("/mcp", async (HttpContext http) =>
        {
            var request = await McpRequest.ReadAsync(http.Request);
            await AnswerAsync(http, time, token => McpApi.Answer(token, request));
        });
        app.MapGet("/v1/me", (HttpContext http) => AnswerAsync(http, time, OAuthApi.Me));
    }

    private static async Task AnswerAsync(HttpContext http, TimeProvider time, Func<SimulatedToken, SimulatedAnswer> provider)
    {
        var token = SimulatedToken.Read(Bearer(http), time.GetUtcNow());
        if (token.Persona == Persona.Slow)
            await Task.Delay(SlowAnswer, time, http.RequestAborted);
        var answer = token.Persona == Persona.LoginPage ? OAuthApi.LoginPage : provider(token);
        await answer.WriteAsync(http.Response, http.RequestAborted);
    }

    private static string? Bearer(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;
}
