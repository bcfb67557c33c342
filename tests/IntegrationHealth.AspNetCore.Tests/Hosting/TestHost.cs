using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Hosting;

/// <summary>
/// A host over real HTTP, with real authentication, in-memory storage and a clock that only tests move. Nothing is checked in the
/// background unless a test brings a queue of its own: then tests write what a check would have found.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];

    private TestHost(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public FakeTimeProvider Time => Services.GetRequiredService<FakeTimeProvider>();

    public ScriptedProvider Provider => Services.GetRequiredService<ScriptedProvider>();

    public static Task<TestHost> StartAsync(
        Action<IIntegrationHealthBuilder>? health = null,
        Action<IServiceCollection>? services = null,
        Action<IntegrationHealthEndpointOptions>? endpoints = null,
        Action<WebApplication>? app = null) => StartAsync(Build(health, services), application =>
        {
            application.MapIntegrationHealth(endpoints ?? Policies);
            app?.Invoke(application);
        });

    public static void Policies(IntegrationHealthEndpointOptions options)
    {
        options.OwnerPolicy = "signed-in";
        options.AdminPolicy = "admins";
    }

    /// <summary>The real clock and the real queue: integrations are checked as in a host.</summary>
    public static void RealFlow(IServiceCollection services) =>
        services.AddSingleton(TimeProvider.System).AddSingleton<ICheckQueue, InProcessCheckQueue>().AddSingleton<IResultStore, InMemoryResultStore>();

    public static WebApplicationBuilder Build(
        Action<IIntegrationHealthBuilder>? health = null, Action<IServiceCollection>? services = null,
        params (string Key, string Value)[] configuration)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Services.AddAuthentication(TestBearerHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TestBearerHandler>(TestBearerHandler.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("signed-in", policy => policy.RequireAuthenticatedUser())
            .AddPolicy("admins", policy => policy.RequireRole("admin"));
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var provider = new ScriptedProvider();
        builder.Services.AddSingleton(provider).AddSingleton(time).AddSingleton<TimeProvider>(time);
        // A machine under load takes its time: only a host that never stops, or never answers, is a failure.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        services?.Invoke(builder.Services);
        builder.Services.TryAddSingleton<ICheckQueue, NeverDueQueue>();
        builder.Services.TryAddSingleton<IResultStore, SharedResultStore>();
        builder.Services.AddIntegrationHealth(integrations =>
        {
            integrations.AddProvider(provider.Definition);
            health?.Invoke(integrations);
        });
        return builder;
    }

    public static async Task<TestHost> StartAsync(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(app);
    }

    /// <summary>A client signed in as <paramref name="user"/>; null is anonymous.</summary>
    public HttpClient As(string? user)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
        if (user is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user);
        _clients.Add(client);
        return client;
    }

    public async Task<JsonElement> GetAsync(string user, string path)
    {
        using var response = await As(user).GetAsync(path, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).Should().Be(200, "{0} answered {1}", path, body);
        return JsonDocument.Parse(body).RootElement;
    }

    public Task AddAsync(params IEnumerable<Integration> integrations) => Task.WhenAll(integrations.Select(integration =>
        Services.GetRequiredService<IIntegrationCatalog>().AddAsync(integration, TestContext.Current.CancellationToken)));

    /// <summary>Writes the next state of an integration, as a committed check would.</summary>
    public async Task WriteAsync(
        string id, Func<HealthSnapshot, HealthSnapshot>? change = null, HistoryEntry? history = null, IReadOnlyList<RollupDelta>? rollups = null,
        IncidentChange? incident = null)
    {
        var stored = await Services.GetRequiredService<IHealthReader>().GetAsync([id], TestContext.Current.CancellationToken);
        var before = stored.Single().Snapshot;
        var after = (change?.Invoke(before) ?? before) with { Version = before.Version + 1 };
        var refused = await Services.GetRequiredService<IResultStore>().WriteAsync(
            [new ResultWrite(before.Version, after, history, rollups ?? [], incident)], TestContext.Current.CancellationToken);
        refused.Should().BeEmpty();
    }

    /// <summary>Writes the next state of an integration and tells subscribers of it, as the result writer would.</summary>
    public async Task ChangeAsync(string id, Func<HealthSnapshot, HealthSnapshot> change)
    {
        var reader = Services.GetRequiredService<IHealthReader>();
        var before = (await reader.GetAsync([id], TestContext.Current.CancellationToken)).Single();
        await WriteAsync(id, change);
        var after = (await reader.GetAsync([id], TestContext.Current.CancellationToken)).Single();
        await Hub().OnCommittedAsync([new HealthEvent(after.Integration, before.Snapshot, after.Snapshot, null)], TestContext.Current.CancellationToken);
    }

    /// <summary>The event of a commit that left an integration as it is stored now.</summary>
    public async Task<HealthEvent> EventAsync(string id)
    {
        var stored = (await Services.GetRequiredService<IHealthReader>().GetAsync([id], TestContext.Current.CancellationToken)).Single();
        return new HealthEvent(stored.Integration, stored.Snapshot, stored.Snapshot, null);
    }

    /// <summary>Lets the host's time pass until something has happened.</summary>
    public async Task AdvanceUntilAsync(Task happened)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!happened.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await happened;
    }

    /// <summary>What stands behind the mapped hub.</summary>
    public HubBroadcaster Hub() => Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)
        .Select(endpoint => endpoint.Metadata.GetMetadata<HubBroadcaster>()).OfType<HubBroadcaster>().First();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();

        // A result that still gathers in the writer waits for the clock.
        var stopping = _app.StopAsync(CancellationToken.None);
        for (var step = 1; !stopping.IsCompleted; step++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
            // Hosts that stop at once on few processors must not keep each other from it.
            if (step % 50 == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await stopping;
        await _app.DisposeAsync();
    }
}
