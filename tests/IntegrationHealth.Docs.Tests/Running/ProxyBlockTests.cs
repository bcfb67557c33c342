using System.Net;
using IntegrationHealth.Docs.Pages;
using IntegrationHealth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Docs.Running;

/// <summary>The nginx block of <c>docs/deploying.md</c>, word for word but for the port of the host, in a real nginx.</summary>
public sealed class ProxyBlockTests : IAsyncLifetime
{
    private readonly WebApplication _host = Host();
    private NginxServer? _nginx;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address => new(_nginx!.Address, "health/");

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync(Token);
        var block = FencedBlock.Of("docs/deploying.md").Single(found => found.Language == "nginx").Text.Replace("http://127.0.0.1:5080", _host.Urls.Single(), StringComparison.Ordinal);
        _nginx = await NginxServer.StartNewAsync(block, Token);
    }

    [Fact]
    public async Task Interface_AndRoutes_AreServedUnderThePath()
    {
        using var client = new HttpClient { BaseAddress = Address };

        (await client.GetStringAsync("integration-health", Token)).Should().Contain("<script");
        (await client.GetAsync("integration-health/elements.js", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetStringAsync("api/integrations/health", Token)).Should().Contain("\"example\"");
    }

    /// <summary>Browsers name the origin of their page, port and all: nginx has to pass on what was asked for.</summary>
    [Fact]
    public async Task Hub_OfAPageBehindTheProxy_IsOpened_AndOfAnotherSiteIsNot()
    {
        await using var own = Connection(Address.GetLeftPart(UriPartial.Authority));
        await using var other = Connection("https://other.example");

        await own.StartAsync(Token);

        own.State.Should().Be(HubConnectionState.Connected);
        await other.Invoking(connection => connection.StartAsync(Token)).Should().ThrowAsync<Exception>();
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        await _host.DisposeAsync();
    }

    private HubConnection Connection(string origin) => new HubConnectionBuilder()
        .WithUrl(new Uri(Address, "api/integrations/health/hub"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Origin"] = origin;
        }).Build();

    private static WebApplication Host()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddIntegrationHealth(health => health.AddHttp("example", "http://127.0.0.1:9/"));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapIntegrationHealth(options => options.AllowAnonymous());
        app.MapIntegrationHealthUi("/integration-health");
        return app;
    }
}
