using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Mcp.Hosting;

/// <summary>The provider within a whole host, with storage.</summary>
public sealed class HostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integration-health-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Drift_IsSeenAfterARestartOfTheHost()
    {
        var file = Path.Combine(_folder.FullName, "tools");
        await File.WriteAllTextAsync(file, "search,send", Token);
        await using var server = await TestServer.StartAsync("--tools", "@" + file);

        var before = await CheckInAHostAsync(server.Endpoint);
        await File.WriteAllTextAsync(file, "search", Token);
        var after = await CheckInAHostAsync(server.Endpoint);

        before.Snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        after.Snapshot.Status.Should().Be(IntegrationStatus.Degraded);
        after.Snapshot.Failure!.Message.Should().Contain("'send' was removed");
    }

    [Fact]
    public async Task Catalog_CommandAtRunTime_IsRefused()
    {
        using var host = Build(_ => { });
        await host.StartAsync(Token);
        var catalog = host.Services.GetRequiredService<IIntegrationCatalog>();

        var refusal = await catalog.Invoking(one => one.AddAsync(new Integration
        {
            Id = "typed",
            Provider = "mcp",
            Name = "Typed",
            Settings = System.Text.Json.JsonDocument.Parse("""{"command":"/bin/sh"}""").RootElement,
        }, Token)).Should().ThrowAsync<IntegrationValidationException>();

        refusal.Which.Errors.Should().ContainSingle().Which.Field.Should().Be("settings.command");
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Start_ProcessFixedInCode_IsWatched()
    {
        var settings = TestServer.Stdio();
        using var host = Build(health => health.AddMcpProcess("tool-server", settings.Command!, settings.Arguments, mcp =>
        {
            mcp.Environment = settings.Environment;
            mcp.RequiredTools.Add("search");
        }));
        await host.StartAsync(Token);

        var health = await host.Services.GetRequiredService<IIntegrationHealthService>().CheckNowAsync("tool-server", Token);

        health!.Snapshot.Capabilities.Should().ContainSingle().Which.Should().Be(new CapabilityHealth("search", IntegrationStatus.Healthy));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Check_ExpiredToken_IsRefreshedOnceAndTheProbeRepeated()
    {
        await using var server = await TestServer.StartAsync("--token", McpBench.Token);
        using var host = Build(health => health.AddMcp("tools", server.Endpoint).UseCredentials<RefreshingCredentials>());
        await host.StartAsync(Token);

        var report = await host.Services.GetRequiredService<IIntegrationHealthService>().CheckNowAsync("tools", Token);

        report!.Snapshot.Status.Should().Be(IntegrationStatus.Healthy);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Start_OptionThatIsNotAllowed_NamesIt()
    {
        using var host = Build(health => health.AddMcpProvider(options => options.MaxProcesses = 0).AddMcpProvider());

        (await host.Invoking(one => one.StartAsync(Token)).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain("McpOptions.MaxProcesses is 0; allowed is 1 to 256");
    }

    [Fact]
    public void UseMcpServerStatus_RegistersTheSource()
    {
        using var host = Build(health => health.UseMcpServerStatus<NoStatus>());

        host.Services.GetRequiredService<IMcpServerStatusSource>().Should().BeOfType<NoStatus>();
    }

    private async Task<IntegrationHealthReport> CheckInAHostAsync(string endpoint)
    {
        using var host = Build(health => health.AddMcp("tools", endpoint));
        await host.StartAsync(Token);
        var health = await host.Services.GetRequiredService<IIntegrationHealthService>().CheckNowAsync("tools", Token);
        await host.StopAsync(Token);
        return health!;
    }

    private IHost Build(Action<IntegrationHealth.DependencyInjection.IIntegrationHealthBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddIntegrationHealth(health =>
        {
            health.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "health.db")}").AddMcpProvider();
            health.Configure(options => options.Checks.Timeout = TimeSpan.FromSeconds(60));
            configure(health);
        });
        return builder.Build();
    }

    private sealed class RefreshingCredentials : ICredentialProvider
    {
        public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) =>
            new(new Credential { AccessToken = "an-old-token", Version = "1", ExpiresAt = DateTimeOffset.UnixEpoch });

        public ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken) =>
            new(CredentialRefresh.Refreshed(new Credential { AccessToken = McpBench.Token, Version = "2" }));
    }

    private sealed class NoStatus : IMcpServerStatusSource
    {
        public ValueTask<McpServerStatus?> GetServerStatusAsync(Integration integration, CancellationToken cancellationToken) => new((McpServerStatus?)null);
    }
}
