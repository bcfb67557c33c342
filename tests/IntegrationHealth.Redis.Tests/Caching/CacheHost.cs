using System.Text.Json.Serialization;
using IntegrationHealth.Caching;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Redis.Tests.Caching;

/// <summary>A whole host over PostgreSQL and Redis, whose checks run when a test asks for them, and whose queries are counted.</summary>
internal sealed class CacheHost : IAsyncDisposable
{
    private readonly IHost _host;

    private CacheHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public CountedReads Reads => Services.GetRequiredService<CountedReads>();

    public IIntegrationHealthService Health => Services.GetRequiredService<IIntegrationHealthService>();

    public CacheTally Tally => Services.GetRequiredService<CacheTally>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CacheHost> StartAsync(
        string postgreSql, string redis, string prefix, Action<CacheOptions>? cache = null, Action<IServiceCollection>? services = null, bool warm = false)
    {
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(collection =>
            {
                collection.AddIntegrationHealth(health =>
                {
                    health.UsePostgreSql(postgreSql).UseRedis(redis, options => options.KeyPrefix = prefix);
                    health.Configure(options =>
                    {
                        options.Checks.Interval = TimeSpan.FromHours(24);
                        options.Checks.SuccessThreshold = 1;
                        options.Cache.Warm = warm;
                        cache?.Invoke(options.Cache);
                    });
                    health.AddProvider(AskedChecker.Definition);
                });
                Count(collection);
                services?.Invoke(collection);
            })
            .Build();
        await host.StartAsync(Stop);
        return new CacheHost(host);
    }

    /// <summary>Adds integrations and waits for the first check of each; no other comes by itself.</summary>
    public async Task AddAsync(params (string Id, string Owner)[] integrations)
    {
        foreach (var (id, owner) in integrations)
        {
            await Services.GetRequiredService<IIntegrationCatalog>().AddAsync(
                new Integration { Id = id, Provider = AskedChecker.Definition.Name, Name = id, OwnerId = owner }, Stop);
        }

        foreach (var (id, _) in integrations)
        {
            await WaitFor.ValueAsync(
                () => Health.GetAsync(id, Stop), health => health?.Snapshot.LastCheckedAt is not null, TimeSpan.FromSeconds(60), $"the first check of {id}", Stop);
        }
    }

    public Task CheckAsync(string id) => Health.CheckNowAsync(id, Stop);

    public Task<HealthMetrics> MetricsAsync(string? provider = null) =>
        Services.GetRequiredService<IHealthMetricsReader>().GetAsync(new HealthMetricsQuery(HealthMetricsRange.Day, provider), Stop);

    public async Task<Answer<HistoryBucket[]>> BucketsAsync(string id)
    {
        Services.GetRequiredService<IIntegrationCatalog>().TryGet(id, out var integration);
        var now = TimeProvider.System.GetUtcNow();
        return await Services.GetRequiredService<CachedBuckets>().GetAsync(integration!, HistoryResolution.Hour, now.AddDays(-7), now, 51, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await _host.StopAsync(soon.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or StackExchange.Redis.RedisException)
        {
            // A server that the test took away is not waited for, and takes no claims back.
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static void Count(IServiceCollection services)
    {
        services.AddSingleton<CountedReads>();
        var rollups = services.Last(service => service.ServiceType == typeof(IProviderRollupReader)).ImplementationType!;
        services.AddSingleton<IProviderRollupReader>(provider => new CountedRollups(
            (IProviderRollupReader)ActivatorUtilities.CreateInstance(provider, rollups), provider.GetRequiredService<CountedReads>()));
    }
}

/// <summary>How often rollups were read from storage; a closed gate holds the readers.</summary>
internal sealed class CountedReads
{
    private int _count;

    public Task Gate { get; set; } = Task.CompletedTask;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}

internal sealed class CountedRollups(IProviderRollupReader rollups, CountedReads reads) : IProviderRollupReader
{
    public async Task<IReadOnlyList<ProviderBucket>> GetAsync(
        string? provider, ProviderBucketWidth width, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        reads.Add();
        await reads.Gate.WaitAsync(cancellationToken);
        return await rollups.GetAsync(provider, width, from, to, cancellationToken);
    }
}

/// <summary>Succeeds.</summary>
internal sealed class AskedChecker : IIntegrationChecker
{
    public static ProviderDefinition Definition { get; } = new()
    {
        Name = "asked",
        DisplayName = "Asked",
        SettingsType = AskedJson.Default.AskedSettings,
        CreateChecker = _ => new AskedChecker(),
    };

    public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken) => new(CheckResult.Success());
}

internal sealed class AskedSettings;

[JsonSerializable(typeof(AskedSettings))]
internal sealed partial class AskedJson : JsonSerializerContext;
