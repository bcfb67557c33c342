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

    /// <summary>Whether those who ask later come in time to join is the limiter's test; here none of them may begin a check of its own.</summary>
    [Fact]
    public async Task Check_ManyAtOnce_BeginOne()
    {
        await using var host = await StartAsync();
        var service = host.Services.GetRequiredService<StubService>();
        service.Hold();

        var first = CheckAsync(host, "alice");
        await service.Entered();
        Task<HttpResponseMessage>[] others = [.. Enumerable.Range(0, 20).Select(number => number % 2 == 0
            ? CheckAsync(host, "alice")
            : CheckAsync(host, "admin", "/api/admin/integrations/mail/health/check"))];
        service.Release();

        (await first).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var response in await Task.WhenAll(others))
            response.StatusCode.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        service.Asked.Should().Be(1);
        (await StatusAsync(host, "alice")).Should().Be(429, "they spent one allowance together");
    }

    [Fact]
    public async Task Check_CallerWhoBeganItGoesAway_ItEndsForTheOthers()
    {
        await using var host = await StartAsync();
        var service = host.Services.GetRequiredService<StubService>();
        service.Hold();
        using var leaving = new CancellationTokenSource();
        var first = host.As("alice").PostAsync(Path, null, leaving.Token);
        await service.Entered();
        await leaving.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();

        var second = CheckAsync(host, "alice");
        service.Release();

        (await second).StatusCode.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        service.Asked.Should().Be(1);
        service.WasCancelled.Should().BeFalse();
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
        private int _asked;

        public Func<Task> Before { get; set; } = () => Task.CompletedTask;

        public bool Missing { get; set; }

        public void Dispose() => _entered.Dispose();

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public int Asked => Volatile.Read(ref _asked);

        public bool WasCancelled { get; private set; }

        public Task Entered() => _entered.WaitAsync(TestContext.Current.CancellationToken);

        public async Task<IntegrationHealthReport?> CheckNowAsync(string id, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _asked);
            _entered.Release();
            await Before();
            await (_held?.Task ?? Task.CompletedTask);
            WasCancelled = cancellationToken.IsCancellationRequested;
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
