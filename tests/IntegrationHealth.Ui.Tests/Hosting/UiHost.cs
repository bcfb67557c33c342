using IntegrationHealth.Ui.Configuration;
using IntegrationHealth.Ui.DependencyInjection;
using IntegrationHealth.Ui.Serving;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Ui.Hosting;

/// <summary>A host of its own on a free port, with sign-in by a header.</summary>
internal sealed class UiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private UiHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };
    }

    public HttpClient Client { get; }

    public static async Task<UiHost> StartAsync(Action<WebApplication> map, params (string Key, string Value)[] configuration)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(HeaderSignIn.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("signed-in", policy => policy.RequireAuthenticatedUser())
            .AddPolicy("admins", policy => policy.RequireRole("admin"));
        builder.Services.AddIntegrationHealth();
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new UiHost(app);
    }

    /// <summary>Serves given files in the client's place.</summary>
    public static Task<UiHost> WithFilesAsync(params (string Name, byte[] Content)[] files) => StartAsync(app =>
    {
        var options = new IntegrationHealthUiOptions();
        var pages = new UiPages(options, new UiAssets(files.Select(file => KeyValuePair.Create(file.Name, file.Content))), new UiConfigurationReader(options));
        app.MapMethods("/ui/{**path}", ["GET", "HEAD"], pages.ServeAsync);
    });

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
