using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Tests.Caching;

/// <summary>Numbers that hosts read once and share, while both servers are there.</summary>
public sealed class SharedCacheTests(SharedPostgreSql postgreSql, SharedRedis redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AHundredReadersAtOnce_AreOneQuery()
    {
        await using var host = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), await redis.ConnectionStringAsync(Stop), redis.NewPrefix(), cache => cache.Freshness = TimeSpan.FromMinutes(1));
        var gate = new TaskCompletionSource();
        host.Reads.Gate = gate.Task;

        var readers = Enumerable.Range(0, 100).Select(_ => Task.Run(() => host.MetricsAsync())).ToArray();
        await WaitFor.ValueAsync(() => Task.FromResult(host.Reads.Count), count => count > 0, Patience, "the first query", Stop);
        gate.SetResult();
        await Task.WhenAll(readers);

        // Should the minute end among them, the later ones ask for another answer.
        host.Reads.Count.Should().BeInRange(1, 2);
        host.Tally.Read()!.Hits.Should().BeGreaterThanOrEqualTo(98);
    }

    [Fact]
    public async Task CommitOfOneHost_ChangesTheAnswerOfTheOther()
    {
        var (database, server, prefix) = (await postgreSql.CreateDatabaseAsync(Stop), await redis.ConnectionStringAsync(Stop), redis.NewPrefix());
        await using var one = await CacheHost.StartAsync(database, server, prefix);
        await using var other = await CacheHost.StartAsync(database, server, prefix);
        await one.AddAsync(("mail", "alice"));
        await WaitFor.ValueAsync(
            () => Task.FromResult(other.Services.GetRequiredService<IIntegrationCatalog>().TryGet("mail", out _)), known => known, Patience, "the other knows it", Stop);
        (await other.MetricsAsync()).Totals.Checks.Should().Be(0);
        (await other.BucketsAsync("mail")).Value.Should().BeEmpty();

        // Whichever of the hosts claims it.
        await one.CheckAsync("mail");

        // Sooner than the end of the minute would do it.
        await WaitFor.ValueAsync(async () => (await other.MetricsAsync()).Totals.Checks, checks => checks == 1, TimeSpan.FromSeconds(8), "the other's numbers", Stop);
        await WaitFor.ValueAsync(async () => (await other.BucketsAsync("mail")).Value.Sum(bucket => bucket.Checks), checks => checks == 1, TimeSpan.FromSeconds(8), "the other's trend", Stop);
    }

    [Fact]
    public async Task WhatOneHostRead_ServesTheOther()
    {
        var (database, server, prefix) = (await postgreSql.CreateDatabaseAsync(Stop), await redis.ConnectionStringAsync(Stop), redis.NewPrefix());
        await using var one = await CacheHost.StartAsync(database, server, prefix);
        await using var other = await CacheHost.StartAsync(database, server, prefix);
        await one.AddAsync(("mail", "alice"));
        await one.CheckAsync("mail");

        await WaitFor.ValueAsync(
            async () =>
            {
                var expected = await one.MetricsAsync();
                (await other.MetricsAsync()).Totals.Checks.Should().BeLessThanOrEqualTo(expected.Totals.Checks);
                return other.Tally.Read()!.SharedHits;
            },
            hits => hits > 0, Patience, "a hit of what the first had read", Stop);

        await using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        var keys = connection.GetServers()[0].Keys(pattern: $"*{prefix}*:cache:*").Select(key => (string)key!).ToArray();
        keys.Should().NotBeEmpty().And.OnlyContain(key => key.StartsWith($"{{{prefix}}}:cache:", StringComparison.Ordinal));
        foreach (var key in keys)
            (await connection.GetDatabase().KeyTimeToLiveAsync(key))!.Value.Should().BeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task EachOwner_GetsTheirOwn_AndAnotherOwnerOfAnIdInheritsNothing()
    {
        await using var host = await CacheHost.StartAsync(await postgreSql.CreateDatabaseAsync(Stop), await redis.ConnectionStringAsync(Stop), redis.NewPrefix());
        await host.AddAsync(("a", "alice"), ("b", "bob"));
        await host.CheckAsync("a");
        await host.CheckAsync("a");
        (await ListAsync(host, "alice")).Should().Equal("a");
        (await ListAsync(host, "bob")).Should().Equal("b");
        (await host.BucketsAsync("a")).Value.Sum(bucket => bucket.Checks).Should().Be(2);
        (await host.BucketsAsync("b")).Value.Should().BeEmpty();

        await host.Services.GetRequiredService<IIntegrationCatalog>().RemoveAsync("a", Stop);
        await host.AddAsync(("a", "bob"));

        (await ListAsync(host, "alice")).Should().BeEmpty();
        (await host.BucketsAsync("a")).Value.Should().BeEmpty("that was alice's");
        (await host.Health.GetAsync("a", Stop))!.Uptime.Month.Should().BeNull();
    }

    [Fact]
    public async Task ApplicationsOfOneRedis_DoNotAnswerForEachOther()
    {
        var server = await redis.ConnectionStringAsync(Stop);
        await using var one = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), server, redis.NewPrefix(), cache => cache.Freshness = TimeSpan.FromSeconds(1));
        await using var other = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), server, redis.NewPrefix(), cache => cache.Freshness = TimeSpan.FromSeconds(1));
        await one.AddAsync(("mail", "alice"));
        await other.AddAsync(("mail", "carol"));

        // Commits at the same moments: both ask for answers of the same generations.
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(one.CheckAsync("mail"), round == 0 ? other.CheckAsync("mail") : Task.CompletedTask);
            await WaitFor.ValueAsync(() => one.MetricsAsync(), metrics => metrics.Totals.Checks == round + 1, Patience, "its own", Stop);
            (await other.MetricsAsync()).Totals.Checks.Should().BeLessThanOrEqualTo(1);
        }
    }

    private static async Task<string[]> ListAsync(CacheHost host, string owner) =>
        [.. (await host.Health.QueryAsync(new HealthQuery { OwnerId = owner }, Stop)).Items.Select(item => item.Integration.Id)];
}
