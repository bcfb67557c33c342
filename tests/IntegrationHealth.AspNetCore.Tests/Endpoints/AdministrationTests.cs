using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class AdministrationTests
{
    [Fact]
    public async Task Metrics_AfterChecks_CountThem()
    {
        await using var host = await TestHost.StartAsync(services: TestHost.RealFlow);
        await host.AddAsync(Some.Integration("mail"));
        using var check = await host.As("alice").PostAsync("/api/integrations/mail/health/check", null, TestContext.Current.CancellationToken);
        check.EnsureSuccessStatusCode();

        var metrics = await host.GetAsync("admin", "/api/admin/integrations/metrics?range=1h&provider=test");

        metrics.GetProperty("range").GetString().Should().Be("1h");
        metrics.GetProperty("stepMs").GetInt64().Should().Be(60_000);
        metrics.GetProperty("totals").GetProperty("checks").GetInt64().Should().BeGreaterThanOrEqualTo(1);
        metrics.GetProperty("totals").GetProperty("successRate").GetDouble().Should().Be(1);
        metrics.GetProperty("series").GetArrayLength().Should().Be(60);
        metrics.GetProperty("providers")[0].GetProperty("provider").GetString().Should().Be("test");
        (await host.GetAsync("admin", "/api/admin/integrations/metrics?provider=other")).GetProperty("totals").GetProperty("checks").GetInt64().Should().Be(0);
    }

    [Theory]
    [InlineData("/api/admin/integrations/metrics?range=2h", "range")]
    [InlineData("/api/admin/integrations/metrics?limit=2", "limit")]
    [InlineData("/api/admin/audit?from=yesterday", "from")]
    [InlineData("/api/admin/audit?from=2026-01-02&to=2026-01-01", "from")]
    [InlineData("/api/admin/audit?limit=0", "limit")]
    [InlineData("/api/admin/audit?cursor=abc", "cursor")]
    [InlineData("/api/admin/outages?provider=x", "provider")]
    [InlineData("/api/admin/outages?limit=201", "limit")]
    [InlineData("/api/admin/outages?cursor=abc", "cursor")]
    [InlineData("/api/admin/system?x=1", "x")]
    public async Task WrongValue_Is400NamingTheField(string path, string field)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.As("admin").GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(System.Net.HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain($"\"{field}\":[");
    }

    [Fact]
    public async Task Outages_UnderWayAndOver_AreListed()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<IOutageReader, TwoOutages>());
        await host.AddAsync(Some.Integration("mail"), Some.Integration("calendar"));

        var items = (await host.GetAsync("admin", "/api/admin/outages")).GetProperty("items");

        items[0].GetProperty("id").GetString().Should().Be("now");
        items[0].GetProperty("integrations").GetInt32().Should().Be(2);
        items[0].GetProperty("vendorStatus").GetString().Should().Be("degraded");
        items[1].GetProperty("vendorStatus").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null, "no feed is configured");
        items[1].GetProperty("endedAt").GetDateTimeOffset().Should().Be(DateTimeOffset.UnixEpoch.AddHours(1));
        items[1].GetProperty("integrations").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Outages_ComeInPages()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<IOutageReader, TwoOutages>());

        var first = await host.GetAsync("admin", "/api/admin/outages?limit=1");
        var second = await host.GetAsync("admin", $"/api/admin/outages?limit=1&cursor={first.GetProperty("nextCursor").GetString()}");

        first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().Equal("now");
        second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().Equal("then");
        second.GetProperty("nextCursor").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task System_RunningHost_SaysHowItIs()
    {
        await using var host = await TestHost.StartAsync(services: TestHost.RealFlow);
        await host.AddAsync(Some.Integration("mail"));
        while ((await host.GetAsync("admin", "/api/admin/system")).GetProperty("hosts")[0].GetProperty("schedulerSeenAt").ValueKind == System.Text.Json.JsonValueKind.Null)
            await Task.Yield();

        var system = await host.GetAsync("admin", "/api/admin/system");

        system.GetProperty("integrations").GetInt32().Should().Be(1);
        system.GetProperty("queue").GetProperty("scheduled").GetInt64().Should().Be(1);
        system.GetProperty("workers").GetProperty("max").GetInt32().Should().Be(256);
        system.GetProperty("storage").GetProperty("kind").GetString().Should().Be("memory");
        system.GetProperty("storage").GetProperty("reachable").GetBoolean().Should().BeTrue();
        system.GetProperty("versions").GetProperty("integrationHealth").GetString().Should().StartWith("0.");
    }

    [Fact]
    public async Task System_QuotaBudgets_ShowTheShareOfEachClient()
    {
        await using var host = await TestHost.StartAsync(services: services =>
            services.Configure<IntegrationHealthOptions>(options => options.Providers["gmail"] = new ProviderOptions { QuotaBudget = 200 }));
        for (var request = 0; request < 50; request++)
            host.Services.GetRequiredService<QuotaBudgets>().TrySpend("gmail", "client-1", 1, out _);
        host.Services.GetRequiredService<SharedPauses>().Note(new PauseKey("gmail", "gmail.googleapis.com", PauseKind.Client, "client-1"), TimeSpan.FromHours(1));

        var system = await host.GetAsync("admin", "/api/admin/system");
        var quota = system.GetProperty("quotas").EnumerateArray().Single();
        var pause = system.GetProperty("pauses").EnumerateArray().Single();

        quota.GetProperty("client").GetString().Should().Be("client-1");
        (quota.GetProperty("used").GetInt32(), quota.GetProperty("limit").GetInt32(), quota.GetProperty("usedPercent").GetInt32()).Should().Be((50, 200, 25));
        quota.GetProperty("windowMs").GetInt64().Should().Be(86_400_000);
        quota.GetProperty("pausedUntil").GetDateTimeOffset().Should().Be(pause.GetProperty("until").GetDateTimeOffset());
        (pause.GetProperty("provider").GetString(), pause.GetProperty("scope").GetString(), pause.GetProperty("client").GetString()).Should().Be(("gmail", "client", "client-1"));
    }

    [Fact]
    public async Task System_QueueThatFails_IsAFindingNotAnError()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<ICheckQueue>(new DepthQueue(() => throw new TimeoutException("host=db;password=x"))));

        var system = await host.GetAsync("admin", "/api/admin/system");

        system.GetProperty("queue").GetProperty("scheduled").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        system.GetProperty("storage").GetProperty("error").GetString().Should().Be("TimeoutException");
    }

    [Fact]
    public async Task System_OverdueUnderADeadLease_LagsThoughNothingCanBeClaimed()
    {
        CheckQueueDepth depth = default;
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<ICheckQueue>(new DepthQueue(() => depth)));
        depth = new CheckQueueDepth(1, 1, host.Time.GetUtcNow().AddSeconds(5), host.Time.GetUtcNow().AddSeconds(-25));

        (await host.GetAsync("admin", "/api/admin/system")).GetProperty("queue").GetProperty("lagMs").GetInt64().Should().Be(25_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task System_NotificationOverdue_SaysForHowLongUnlessInShadow(bool shadow)
    {
        await using var host = await TestHost.StartAsync(services: services =>
            services.Configure<IntegrationHealthOptions>(options => options.Shadow = shadow));
        var due = host.Time.GetUtcNow().AddHours(-1);
        await host.Services.GetRequiredService<IAlertStore>().CommitAsync(
            new AlertCommit { Notifications = [new("ntf_1", "ops", "group", due, ChannelTester.Sample(NotificationType.Firing, due))] },
            TestContext.Current.CancellationToken);

        var lag = (await host.GetAsync("admin", "/api/admin/system")).GetProperty("outboxLagMs");

        lag.ToString().Should().Be(shadow ? "" : "3600000");
    }

    private sealed class TwoOutages : IOutageReader
    {
        public IReadOnlyList<ProviderOutage> List() =>
        [
            new("now", "test", DateTimeOffset.UnixEpoch.AddDays(1)) { VendorStatus = VendorStatus.Degraded },
            new("then", "test", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)),
        ];
    }

    private sealed class DepthQueue(Func<CheckQueueDepth> depth) : ICheckQueue
    {
        public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) => new(new CheckClaim([], null));

        public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken) =>
            new((IReadOnlyList<string>)[]);

        public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken) => new(depth());
    }
}
