using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using IntegrationHealth.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHealth.Tests.HealthChecksBridge;

/// <summary>Both directions over a whole host.</summary>
public sealed class BridgeTests
{
    [Fact]
    public async Task AddHealthCheck_Factory_IsWatchedAsAnIntegration()
    {
        await using var host = await CheckingHostAsync(health => health.Configure(options => options.Checks.FailureThreshold = 1).AddHealthCheck(
            "postgresql", _ => new Fixed(HealthCheckResult.Unhealthy("Cannot connect.")), options =>
            {
                options.OwnerId = "alice";
                options.Name = "Database";
                options.Tags.Add("infrastructure");
            }));

        var health = await CheckAsync(host, "postgresql");

        health.GetProperty("name").GetString().Should().Be("Database");
        health.GetProperty("provider").GetString().Should().Be("healthcheck");
        health.GetProperty("tags")[0].GetString().Should().Be("infrastructure");
        health.GetProperty("status").GetString().Should().Be("unhealthy");
        health.GetProperty("failure").GetProperty("message").GetString().Should().Be("Cannot connect.");
    }

    [Fact]
    public async Task AddHealthCheck_Type_TakesItsServices()
    {
        await using var host = await CheckingHostAsync(
            health => health.AddHealthCheck<Typed>("typed"), services => services.AddSingleton(new Fixed(HealthCheckResult.Healthy())));

        (await CheckAsync(host, "typed", "admin")).GetProperty("consecutiveFailures").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task Provider_NameOfAHostsCheck_RunsThatCheck()
    {
        await using var host = await CheckingHostAsync(
            health => health.AddHealthCheckProvider().AddRegisteredHealthCheck("watched", "disk", options => options.OwnerId = "alice"),
            services => services.AddHealthChecks().AddCheck("disk", () => HealthCheckResult.Healthy("fine", new Dictionary<string, object> { ["free"] = 7 })));

        (await CheckAsync(host, "watched")).GetProperty("data").GetProperty("free").GetString().Should().Be("7");
    }

    [Fact]
    public async Task Report_OneShortInterval_DoesNotReadEverySnapshot()
    {
        var read = 0;
        await using var host = await TestHost.StartAsync(services: services =>
        {
            services.AddHealthChecks().AddIntegrationHealth();
            services.AddSingleton<IntegrationHealth.InMemory.InMemoryHealthReader>();
            services.AddSingleton<IntegrationHealth.Reading.IHealthReader>(provider =>
                new CountingReader(provider.GetRequiredService<IntegrationHealth.InMemory.InMemoryHealthReader>(), rows => read += rows));
        });
        await host.AddAsync(Enumerable.Range(0, 5_000).Select(number => Some.Integration($"i{number}") with { Interval = TimeSpan.FromMinutes(5) }));
        await host.AddAsync(Some.Integration("often") with { Interval = TimeSpan.FromSeconds(1) });
        for (var number = 0; number < 5_000; number++)
            await host.WriteAsync($"i{number}", Checked);
        host.Time.Advance(TimeSpan.FromSeconds(4)); // Nothing is stale yet.
        await host.WriteAsync("often", Checked);
        read = 0;

        await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        read.Should().BeLessThan(1_500, "anybody may ask /health, and probes give it a second");

        HealthSnapshot Checked(HealthSnapshot snapshot) => snapshot with { Status = IntegrationStatus.Healthy, LastCheckedAt = host.Time.GetUtcNow() };
    }

    private sealed class CountingReader(IntegrationHealth.Reading.IHealthReader inner, Action<int> count) : IntegrationHealth.Reading.IHealthReader
    {
        public async Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            var found = await inner.GetAsync(ids, cancellationToken);
            count(found.Count);
            return found;
        }

        public async Task<IntegrationHealth.Reading.HealthPage> QueryAsync(IntegrationHealth.Reading.HealthQuery query, CancellationToken cancellationToken)
        {
            var page = await inner.QueryAsync(query, cancellationToken);
            count(page.Items.Count);
            return page;
        }
    }

    [Fact]
    public async Task Report_SwitchedOff_DoesNotTakeTheHostOutOfItsLoadBalancer()
    {
        await using var host = await TestHost.StartAsync(
            TestHost.Build(
                services: services => services.AddHealthChecks().AddIntegrationHealth().AddIntegrationHealthSelf(),
                configuration: ("IntegrationHealth:Enabled", "false")),
            app => app.MapHealthChecks("/health"));
        await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        report.Status.Should().Be(HealthStatus.Healthy, string.Join("; ", report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}")));
    }

    [Theory]
    [InlineData("often", false)]
    [InlineData("never", true)]
    public async Task Report_OneLongInterval_DoesNotHideThatChecksStopped(string other, bool neverChecked)
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddHealthChecks().AddIntegrationHealth());
        await host.AddAsync(
            Some.Integration("daily") with { Interval = TimeSpan.FromHours(24) }, Some.Integration(other) with { Interval = TimeSpan.FromMinutes(1) });
        var now = host.Time.GetUtcNow();
        await host.WriteAsync("daily", snapshot => snapshot with { Status = IntegrationStatus.Healthy, LastCheckedAt = now });
        if (!neverChecked)
            await host.WriteAsync(other, snapshot => snapshot with { Status = IntegrationStatus.Healthy, LastCheckedAt = now.AddSeconds(1) });
        (await ReportAsync(host)).Status.Should().Be(HealthStatus.Healthy);

        host.Time.Advance(TimeSpan.FromHours(20));

        (await ReportAsync(host)).Status.Should().Be(HealthStatus.Degraded, "'{0}' was not checked for 20 hours", other);
    }

    [Theory]
    [InlineData("""{"check":"integrations"}""", "circles")]
    [InlineData("""{}""", "missing")]
    [InlineData("""{"check":""}""", "missing")]
    public async Task Provider_CheckThatCannotBeWatched_IsRefused(string settings, string said)
    {
        await using var host = await TestHost.StartAsync(
            health => health.AddHealthCheckProvider(), services => services.AddHealthChecks().AddIntegrationHealth());

        var add = () => host.AddAsync(Some.Integration("x") with { Provider = "healthcheck", Settings = JsonDocument.Parse(settings).RootElement });

        (await add.Should().ThrowAsync<IntegrationValidationException>()).Which.Errors.Should().ContainSingle()
            .Which.Should().Match<IntegrationValidationError>(error => error.Field == "settings.check" && error.Message.Contains(said));
    }

    [Fact]
    public void AddHealthCheck_SameIdTwice_Throws()
    {
        var build = () => TestHost.Build(health => health
            .AddHealthCheck("db", _ => new Fixed(default)).AddHealthCheck("db", _ => new Fixed(default)));

        build.Should().Throw<InvalidOperationException>().WithMessage("*'db'*");
    }

    [Fact]
    public async Task Report_StorageTakesNothing_IsDegradedAndSaysSinceWhen()
    {
        await using var host = await CheckingHostAsync(_ => { }, services => services.AddHealthChecks().AddIntegrationHealth());
        var (state, since) = (host.Services.GetRequiredService<WriterState>(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var health = host.Services.GetRequiredService<HealthCheckService>();

        state.Failed(since, waiting: 7);
        var failing = (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Entries.Values.Single();
        state.Succeeded();
        var well = await health.CheckHealthAsync(TestContext.Current.CancellationToken);

        failing.Status.Should().Be(HealthStatus.Degraded);
        failing.Description.Should().Be("results cannot be stored since 2026-01-01 00:00:00Z; checks go on from memory, 7 results wait");
        failing.Data.Should().BeEquivalentTo(new Dictionary<string, object> { ["storageFailingSince"] = since, ["resultsWaiting"] = 7 });
        well.Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(IntegrationStatus.Healthy, HealthStatus.Healthy)]
    [InlineData(IntegrationStatus.Degraded, HealthStatus.Degraded)]
    [InlineData(IntegrationStatus.Unhealthy, HealthStatus.Degraded)]
    public async Task Report_Default_IsAtWorstDegraded(IntegrationStatus status, HealthStatus reported)
    {
        await using var host = await ReportingHostAsync(checks => checks.AddIntegrationHealth());
        await WriteAsync(host, "mail", status);

        var entry = (await ReportAsync(host)).Entries["integrations"];

        entry.Status.Should().Be(reported);
        entry.Data[JsonNamingPolicy.CamelCase.ConvertName(status.ToString())].Should().Be(1L);
        entry.Data["total"].Should().Be(2L);
        entry.Data["unknown"].Should().Be(1L);
        entry.Description.Should().NotContainAny("mail", "alice", "a report may be public");
    }

    [Fact]
    public async Task Report_DeadMailbox_LeavesTheHostInRotation()
    {
        await using var host = await ReportingHostAsync(checks => checks.AddIntegrationHealth());
        await WriteAsync(host, "mail", IntegrationStatus.Unhealthy);

        using var response = await host.As(null).GetAsync("/health", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task Report_HostWantsUnhealthy_GetsIt()
    {
        await using var host = await ReportingHostAsync(checks => checks.AddIntegrationHealth("connections", HealthStatus.Unhealthy, ["ready"], options =>
            options.DegradedStatus = HealthStatus.Healthy));
        await WriteAsync(host, "mail", IntegrationStatus.Degraded);
        (await ReportAsync(host)).Status.Should().Be(HealthStatus.Healthy);

        await WriteAsync(host, "mail", IntegrationStatus.Unhealthy);

        var report = await ReportAsync(host);
        report.Status.Should().Be(HealthStatus.Unhealthy);
        report.Entries["connections"].Tags.Should().Equal("ready");
        using var response = await host.As(null).GetAsync("/health", TestContext.Current.CancellationToken);
        ((int)response.StatusCode).Should().Be(503);
    }

    [Fact]
    public async Task Report_NarrowedByTagOrProvider_LeavesOutTheRest()
    {
        await using var host = await ReportingHostAsync(checks => checks
            .AddIntegrationHealth("by-tag", configure: options => options.Tag = "critical")
            .AddIntegrationHealth("by-provider", configure: options => options.Providers.Add("other")));
        await WriteAsync(host, "mail", IntegrationStatus.Unhealthy);

        var report = await ReportAsync(host);

        report.Entries["by-tag"].Data["total"].Should().Be(1L);
        report.Entries["by-tag"].Status.Should().Be(HealthStatus.Healthy);
        report.Entries["by-provider"].Data["total"].Should().Be(0L);
    }

    [Fact]
    public async Task Report_ChecksStopped_IsNotGreen()
    {
        await using var host = await ReportingHostAsync(checks => checks.AddIntegrationHealth());
        await WriteAsync(host, "mail", IntegrationStatus.Healthy);
        host.Time.Advance(TimeSpan.FromHours(1));

        var entry = (await ReportAsync(host)).Entries["integrations"];

        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Description.Should().Contain("overdue");
        entry.Data["stale"].Should().Be(true);
    }

    private static async Task<TestHost> ReportingHostAsync(Action<IHealthChecksBuilder> add)
    {
        var host = await TestHost.StartAsync(services: services => add(services.AddHealthChecks()), app: app => app.MapHealthChecks("/health"));
        await host.AddAsync(Some.Integration("mail"), Some.Integration("other", tags: "critical"));
        return host;
    }

    private static Task WriteAsync(TestHost host, string id, IntegrationStatus status) =>
        host.WriteAsync(id, snapshot => snapshot with { Status = status, LastCheckedAt = host.Time.GetUtcNow() });

    private static Task<HealthReport> ReportAsync(TestHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

    private static Task<TestHost> CheckingHostAsync(
        Action<IntegrationHealth.DependencyInjection.IIntegrationHealthBuilder> health, Action<IServiceCollection>? services = null) =>
        TestHost.StartAsync(health, collection =>
        {
            TestHost.RealFlow(collection);
            services?.Invoke(collection);
        });

    private static async Task<JsonElement> CheckAsync(TestHost host, string id, string user = "alice")
    {
        var path = user == "admin" ? "/api/admin/integrations" : "/api/integrations";
        using var response = await host.As(user).PostAsync($"{path}/{id}/health/check", null, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).Should().Be(200);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private sealed class Fixed(HealthCheckResult result) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(result);
    }

    private sealed class Typed(Fixed inner) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            inner.CheckHealthAsync(context, cancellationToken);
    }
}
