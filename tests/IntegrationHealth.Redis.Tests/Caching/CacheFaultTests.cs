using IntegrationHealth.Caching;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.PostgreSql.Tests;
using IntegrationHealth.Testing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Redis.Tests.Caching;

/// <summary>What is read while Redis, or the database, is stopped.</summary>
public sealed class CacheFaultTests(SharedServer postgreSql, SharedRedis redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RedisStopped_ReadsComeFromStorage_AndDoNotAskItEachTime()
    {
        await using var server = await RedisServer.StartNewAsync(Stop);
        await using var host = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), server.ConnectionString, redis.NewPrefix(), services: CountedShared.Add);
        await host.AddAsync(("mail", "alice"));
        await server.StopAsync();
        var shared = host.Services.GetRequiredService<CountedShared>();
        (await host.MetricsAsync("before")).Totals.Checks.Should().Be(0);
        var asked = shared.Count;

        for (var number = 0; number < 30; number++)
            (await host.MetricsAsync($"none-{number}")).Stale.Should().BeFalse();
        var metrics = await WaitFor.ValueAsync(() => host.MetricsAsync("asked"), one => one.Totals.Checks == 1, Patience, "the numbers", Stop);

        metrics.Stale.Should().BeFalse();
        host.Reads.Count.Should().BeGreaterThanOrEqualTo(31);
        (shared.Count - asked).Should().BeLessThan(15, "it is left alone for seconds");
        (await host.Health.GetAsync("mail", Stop))!.Stale.Should().BeFalse();
    }

    [Fact]
    public async Task DatabaseStopped_WhatIsKnownIsShownAsStale_UntilItIsBack()
    {
        await using var server = await PostgreSqlServer.StartNewAsync(Stop);
        await using var host = await CacheHost.StartAsync(server.ConnectionString, await redis.ConnectionStringAsync(Stop), redis.NewPrefix());
        await host.AddAsync(("a", "alice"), ("b", "bob"));
        await host.CheckAsync("a");
        await WaitFor.ValueAsync(() => host.MetricsAsync(), metrics => metrics.Totals.Checks == 3, Patience, "the numbers", Stop);
        (await host.BucketsAsync("a")).Value.Sum(bucket => bucket.Checks).Should().Be(2);
        var before = (await host.Health.GetAsync("a", Stop))!;
        (before.Stale, before.Snapshot.Status).Should().Be((false, IntegrationStatus.Healthy));

        await server.StopAsync();

        var known = (await host.Health.GetAsync("a", Stop))!;
        (known.Stale, known.Snapshot.Status, known.Snapshot.Version, known.Uptime)
            .Should().Be((true, before.Snapshot.Status, before.Snapshot.Version, before.Uptime));
        var list = await host.Health.QueryAsync(new HealthQuery { OwnerId = "alice" }, Stop);
        (list.Stale, list.Total, list.Summary.Healthy).Should().Be((true, 1, 1));
        list.Items.Should().ContainSingle().Which.Should().Match<IntegrationHealthReport>(item => item.Stale && item.Integration.Id == "a");
        var metrics = await host.MetricsAsync();
        (metrics.Stale, metrics.Totals.Checks).Should().Be((true, 3));
        var (buckets, stale) = await host.BucketsAsync("a");
        (stale, buckets.Sum(bucket => bucket.Checks)).Should().Be((true, 2));
        await host.Invoking(one => one.Health.GetAsync("unknown", Stop)).Should().ThrowAsync<Exception>("whether there is one, nobody knows");
        await host.Invoking(one => one.MetricsAsync("never-read")).Should().ThrowAsync<Exception>("nothing is made up");
        host.Tally.Read()!.Stale.Should().BePositive();

        await server.StartAsync(Stop);

        await WaitFor.ValueAsync(async () => (await host.Health.GetAsync("a", Stop))!.Stale, one => !one, Patience, "the state is fresh again", Stop);
        await host.CheckAsync("a");
        (await WaitFor.ValueAsync(() => host.MetricsAsync(), one => one.Totals.Checks == 4, Patience, "the numbers go on", Stop)).Stale.Should().BeFalse();
        (await host.BucketsAsync("a")).Stale.Should().BeFalse();
    }

    [Fact]
    public async Task OverviewIsReadAhead_AfterTheStart()
    {
        await using var host = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), await redis.ConnectionStringAsync(Stop), redis.NewPrefix(), warm: true);

        (await WaitFor.ValueAsync(() => Task.FromResult(host.Reads.Count), count => count >= 4, Patience, "four ranges", Stop)).Should().Be(4);
    }

    /// <summary>The real one, counted.</summary>
    private sealed class CountedShared(ISharedCache shared) : ISharedCache
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public static void Add(IServiceCollection services)
        {
            var real = services.Last(service => service.ServiceType == typeof(ISharedCache)).ImplementationType!;
            services.AddSingleton(provider => new CountedShared((ISharedCache)ActivatorUtilities.CreateInstance(provider, real)));
            services.AddSingleton<ISharedCache>(provider => provider.GetRequiredService<CountedShared>());
        }

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            Interlocked.Increment(ref _count);
            return shared.GetAsync(key, token);
        }

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Interlocked.Increment(ref _count);
            return shared.SetAsync(key, value, options, token);
        }

        public Task RemoveAsync(string key, CancellationToken token = default) => shared.RemoveAsync(key, token);

        public Task RefreshAsync(string key, CancellationToken token = default) => shared.RefreshAsync(key, token);

        public byte[]? Get(string key) => shared.Get(key);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => shared.Set(key, value, options);

        public void Remove(string key) => shared.Remove(key);

        public void Refresh(string key) => shared.Refresh(key);
    }
}
