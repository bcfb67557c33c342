using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Reading;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Flow;

/// <summary>A whole host in memory with a clock that the test drives and a checker that the test answers for.</summary>
internal sealed class FlowHost : IAsyncDisposable
{
    private readonly IHost _host;

    private FlowHost(IHost host, FakeTimeProvider time, ScriptedChecker checker, EventLog events) =>
        (_host, Time, Checker, Events) = (host, time, checker, events);

    public FakeTimeProvider Time { get; }

    public ScriptedChecker Checker { get; }

    public EventLog Events { get; }

    public IServiceProvider Services => _host.Services;

    public IIntegrationHealthService Health => Services.GetRequiredService<IIntegrationHealthService>();

    public IIntegrationCatalog Catalog => Services.GetRequiredService<IIntegrationCatalog>();

    public static async Task<FlowHost> StartAsync(
        Action<IIntegrationHealthBuilder>? configure = null, Dictionary<string, string?>? settings = null, bool sharesOneVendor = false,
        bool usesCredential = false, int? maxConcurrency = null, bool passTimeMeanwhile = false, FakeTimeProvider? clock = null)
    {
        var time = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var checker = new ScriptedChecker();
        var events = new EventLog();
        var host = new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(settings ?? []))
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton(events);
                services.AddIntegrationHealth(health =>
                {
                    health.AddProvider(new ProviderDefinition
                    {
                        Name = "scripted",
                        DisplayName = "Scripted",
                        SettingsType = ScriptedJson.Default.ScriptedSettings,
                        CreateChecker = _ => checker,
                        MayBlock = false,
                        SharesOneVendor = sharesOneVendor,
                        UsesCredential = usesCredential,
                        MaxConcurrency = maxConcurrency,
                    });
                    configure?.Invoke(health);
                });
                services.AddSingleton<IHealthEventSubscriber>(events);
            })
            .Build();
        var starting = host.StartAsync(TestContext.Current.CancellationToken);
        while (passTimeMeanwhile && !starting.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        await starting;
        return new FlowHost(host, time, checker, events);
    }

    public static Integration Scripted(string id, string owner = "alice") =>
        new() { Id = id, Provider = "scripted", Name = id, OwnerId = owner };

    public MonitoredIntegration Monitored(string id)
    {
        Services.GetRequiredService<IntegrationRegistry>().TryGet(id, out var monitored).Should().BeTrue();
        return monitored!;
    }

    /// <summary>Stops the host, and lets the time pass that its last commit takes.</summary>
    public async Task StopAsync()
    {
        var stopping = _host.StopAsync(CancellationToken.None);
        await UntilAsync(() => stopping.IsCompleted, "the host stops");
        await stopping;
    }

    /// <summary>Lets a time pass, in small steps.</summary>
    public Task PassAsync(TimeSpan time)
    {
        var end = Time.GetUtcNow() + time;
        return UntilAsync(() => Time.GetUtcNow() >= end, "time passes", time * 2);
    }

    /// <summary>Waits for a task that needs time to pass.</summary>
    public async Task<T> WhenAsync<T>(Task<T> task)
    {
        await UntilAsync(() => task.IsCompleted, "the call returns");
        return await task;
    }

    /// <summary>Lets time pass in small steps until <paramref name="condition"/> holds; fails after <paramref name="limit"/> of host time.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string because, TimeSpan? limit = null)
    {
        var end = Time.GetUtcNow() + (limit ?? TimeSpan.FromMinutes(30));
        var isShort = limit <= TimeSpan.FromSeconds(5);
        for (var step = 1; !await condition(); step++)
        {
            if (Time.GetUtcNow() > end)
                throw new TimeoutException($"It never came to pass: {because}.");
            Time.Advance(TimeSpan.FromMilliseconds(20));
            for (var turn = 0; turn < 20; turn++)
                await Task.Yield();
            // The host's time must not run away from threads that the machine has put aside: now and then they get its attention,
            // and at each step where a limit leaves them few.
            if (isShort)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            else if (step % 50 == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    public Task UntilAsync(Func<bool> condition, string because, TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), because, limit);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}

internal sealed class ScriptedSettings;

[JsonSerializable(typeof(ScriptedSettings))]
internal sealed partial class ScriptedJson : JsonSerializerContext;

/// <summary>Answers what the test says, and counts.</summary>
internal sealed class ScriptedChecker : IIntegrationChecker
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public Func<CheckContext, CancellationToken, ValueTask<CheckResult>> Answer { get; set; } = (_, _) => new(CheckResult.Success());

    public int CountOf(string id) => _counts.GetValueOrDefault(id);

    public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        _counts.AddOrUpdate(context.Integration.Id, 1, (_, count) => count + 1);
        return Answer(context, cancellationToken);
    }
}

/// <summary>Keeps every committed change.</summary>
internal sealed class EventLog : IHealthEventSubscriber
{
    public ConcurrentQueue<HealthEvent> All { get; } = new();

    public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        foreach (var change in events)
            All.Enqueue(change);
        return ValueTask.CompletedTask;
    }
}
