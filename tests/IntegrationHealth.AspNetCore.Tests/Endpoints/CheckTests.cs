using System.Net;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class CheckTests
{
    private const string Path = "/api/integrations/mail/health/check";

    [Fact]
    public async Task Check_WholeFlow_AnswersTheNewHealth()
    {
        await using var host = await TestHost.StartAsync(services: TestHost.RealFlow);
        host.Provider.Answer("mail", CheckResult.Failed(FailureKind.AuthenticationRevoked, "Gone.", Confidence.High));
        await host.AddAsync(Some.Integration("mail"));

        using var response = await CheckAsync(host, "alice");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var health = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        health.GetProperty("status").GetString().Should().Be("unhealthy");
        health.GetProperty("failure").GetProperty("kind").GetString().Should().Be("authenticationRevoked");
        health.GetProperty("version").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Check_AgainWithinTheInterval_Is429ThenFree()
    {
        await using var host = await StartAsync();
        (await StatusAsync(host, "alice")).Should().Be(200);
        host.Time.Advance(TimeSpan.FromSeconds(17.5));

        using var refused = await CheckAsync(host, "alice");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(43));
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        host.Time.Advance(TimeSpan.FromSeconds(42.5));
        (await StatusAsync(host, "alice")).Should().Be(200);
    }

    [Fact]
    public async Task Check_AdministratorAndOwner_ShareTheAllowance()
    {
        await using var host = await StartAsync();
        (await StatusAsync(host, "alice")).Should().Be(200);

        (await StatusAsync(host, "admin", "/api/admin/integrations/mail/health/check")).Should().Be(429);
        (await StatusAsync(host, "alice", "/api/integrations/other/health/check")).Should().Be(200, "each integration has its own");
    }

    [Fact]
    public async Task Check_IntervalZero_IsUnlimited()
    {
        await using var host = await StartAsync(TimeSpan.Zero);

        (await StatusAsync(host, "alice")).Should().Be(200);
        (await StatusAsync(host, "alice")).Should().Be(200);
    }

    [Fact]
    public async Task Check_OneUnderWay_IsJoinedInsteadOfRefused()
    {
        await using var host = await StartAsync();
        var service = host.Services.GetRequiredService<StubService>();
        service.Hold();

        var first = CheckAsync(host, "alice");
        await service.Entered(1);
        var second = CheckAsync(host, "alice");
        var third = CheckAsync(host, "admin", "/api/admin/integrations/mail/health/check");
        await service.Entered(2);
        service.Release();

        foreach (var response in await Task.WhenAll(first, second, third))
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await StatusAsync(host, "alice")).Should().Be(429, "they spent one allowance together");
    }

    [Fact]
    public async Task Check_JoinedWhenTheCheckHasJustEnded_BeginsNoOther()
    {
        var checks = 0;
        var held = new System.Collections.Concurrent.ConcurrentQueue<TaskCompletionSource>();
        await using var host = await TestHost.StartAsync(
            health => health.AddProvider(new IntegrationHealth.Checks.ProviderDefinition
            {
                Name = "counted",
                DisplayName = "Counted",
                SettingsType = JsonSerializerOptions.Web.GetTypeInfo(typeof(Dictionary<string, JsonElement>)),
                CreateChecker = _ => new Counted(() => Interlocked.Increment(ref checks)),
            }),
            services =>
            {
                TestHost.RealFlow(services);
                services.AddSingleton<IntegrationHealthService>();
                services.AddSingleton<IIntegrationHealthService>(provider => new SlowAnswer(provider.GetRequiredService<IntegrationHealthService>(), held));
            });
        await host.AddAsync(Some.Integration("mail") with { Provider = "counted" });
        await UntilAsync(() => Volatile.Read(ref checks) == 1); // The first check of a new integration.
        await Task.Delay(200, TestContext.Current.CancellationToken);

        // Each request comes while the one before has its result and is about to answer it.
        List<Task<HttpResponseMessage>> asked = [];
        for (var number = 1; number <= 4; number++)
        {
            asked.Add(CheckAsync(host, "alice"));
            await Task.WhenAny(UntilAsync(() => held.Count >= number), Task.Delay(3_000, TestContext.Current.CancellationToken));
        }

        foreach (var answer in held)
            answer.TrySetResult();
        await Task.WhenAll(asked);

        Volatile.Read(ref checks).Should().Be(2, "one check a minute is what people may begin");
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private sealed class Counted(Action asked) : IntegrationHealth.Checks.IIntegrationChecker
    {
        public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
        {
            asked();
            return new(CheckResult.Success());
        }
    }

    /// <summary>The real service, between whose result and answer some time passes, as under load.</summary>
    private sealed class SlowAnswer(IIntegrationHealthService inner, System.Collections.Concurrent.ConcurrentQueue<TaskCompletionSource> held) : IIntegrationHealthService
    {
        public async Task<IntegrationHealthReport?> CheckNowAsync(string id, CancellationToken cancellationToken = default)
        {
            var report = await inner.CheckNowAsync(id, cancellationToken);
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            held.Enqueue(answer);
            await answer.Task;
            return report;
        }

        public Task<IntegrationHealthReport?> GetAsync(string id, CancellationToken cancellationToken = default) => inner.GetAsync(id, cancellationToken);

        public Task<IReadOnlyList<IntegrationHealthReport>> GetManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
            inner.GetManyAsync(ids, cancellationToken);

        public IAsyncEnumerable<IntegrationHealthReport> StreamAsync(HealthQuery query, CancellationToken cancellationToken = default) =>
            inner.StreamAsync(query, cancellationToken);

        public Task<IntegrationHealthReportPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken = default) =>
            inner.QueryAsync(query, cancellationToken);
    }

    [Fact]
    public async Task Check_Paused_Is409AndSpendsNothing()
    {
        await using var host = await StartAsync();
        await host.AddAsync(Some.Integration("off") with { Enabled = false });

        (await StatusAsync(host, "alice", "/api/integrations/off/health/check")).Should().Be(409);
        (await StatusAsync(host, "alice", "/api/integrations/off/health/check")).Should().Be(409);
    }

    [Fact]
    public async Task Check_PausedWhileAsking_Is409()
    {
        await using var host = await StartAsync();
        host.Services.GetRequiredService<StubService>().Before = async () =>
        {
            await host.Services.GetRequiredService<IIntegrationCatalog>().UpdateAsync(Some.Integration("mail") with { Enabled = false });
            throw new InvalidOperationException("paused");
        };

        (await StatusAsync(host, "alice")).Should().Be(409);
    }

    [Fact]
    public async Task Check_RemovedWhileAsking_Is404()
    {
        await using var host = await StartAsync();
        host.Services.GetRequiredService<StubService>().Missing = true;

        (await StatusAsync(host, "alice")).Should().Be(404);
    }

    [Fact]
    public async Task Check_NoResultInTime_Is504()
    {
        await using var host = await StartAsync();
        host.Services.GetRequiredService<StubService>().Before = () => throw new TimeoutException();

        (await StatusAsync(host, "alice")).Should().Be(504);
    }

    private static async Task<TestHost> StartAsync(TimeSpan? interval = null)
    {
        var stub = new StubService();
        var host = await TestHost.StartAsync(
            services: services => services.AddSingleton(stub).AddSingleton<IIntegrationHealthService>(stub),
            endpoints: options =>
            {
                TestHost.Policies(options);
                options.ManualCheckInterval = interval ?? options.ManualCheckInterval;
            });
        await host.AddAsync(Some.Integration("mail"), Some.Integration("other"));
        return host;
    }

    private static Task<HttpResponseMessage> CheckAsync(TestHost host, string user, string path = Path) =>
        host.As(user).PostAsync(path, null, TestContext.Current.CancellationToken);

    private static async Task<int> StatusAsync(TestHost host, string user, string path = Path)
    {
        using var response = await CheckAsync(host, user, path);
        return (int)response.StatusCode;
    }

    /// <summary>Checks that end when the test says so; the clock of the limiter stands still meanwhile.</summary>
    private sealed class StubService : IIntegrationHealthService, IDisposable
    {
        private readonly SemaphoreSlim _entered = new(0);
        private TaskCompletionSource? _held;

        public Func<Task> Before { get; set; } = () => Task.CompletedTask;

        public bool Missing { get; set; }

        public void Dispose() => _entered.Dispose();

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public async Task Entered(int count)
        {
            for (var number = 0; number < count; number++)
                await _entered.WaitAsync(TestContext.Current.CancellationToken);
        }

        public async Task<IntegrationHealthReport?> CheckNowAsync(string id, CancellationToken cancellationToken = default)
        {
            _entered.Release();
            await Before();
            await (_held?.Task ?? Task.CompletedTask);
            return Missing ? null : new(Some.Integration(id), HealthSnapshot.Initial(id, default), false, Uptime.None, null);
        }

        public Task<IntegrationHealthReport?> GetAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<IntegrationHealthReport>> GetManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<IntegrationHealthReport> StreamAsync(HealthQuery query, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IntegrationHealthReportPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
