using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.PostgreSql.Tests;
using IntegrationHealth.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Tests.Caching;

/// <summary>Numbers that hosts read once and share, while both servers are there.</summary>
public sealed class SharedCacheTests(SharedServer postgreSql, SharedRedis redis)
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
        await WaitFor.ValueAsync(async () => (await other.MetricsAsync()).Totals.Checks, checks => checks == 1, Patience, "the first check", Stop);
        (await other.BucketsAsync("mail")).Value.Sum(bucket => bucket.Checks).Should().Be(1);

        // Whichever of the hosts claims it.
        await one.CheckAsync("mail");

        // Sooner than the end of the minute would do it.
        await WaitFor.ValueAsync(async () => (await other.MetricsAsync()).Totals.Checks, checks => checks == 2, TimeSpan.FromSeconds(8), "the other's numbers", Stop);
        await WaitFor.ValueAsync(async () => (await other.BucketsAsync("mail")).Value.Sum(bucket => bucket.Checks), checks => checks == 2, TimeSpan.FromSeconds(8), "the other's trend", Stop);
    }

    [Fact]
    public async Task WhatOneHostRead_ServesTheOther()
    {
        var (database, server, prefix) = (await postgreSql.CreateDatabaseAsync(Stop), await redis.ConnectionStringAsync(Stop), redis.NewPrefix());
        await using var one = await CacheHost.StartAsync(database, server, prefix);
        await using var other = await CacheHost.StartAsync(database, server, prefix);
        await one.AddAsync(("mail", "alice"));
        await one.CheckAsync("mail");

        // Each round another question, which the other asks once the first has had the time to leave its answer.
        var round = 0;
        await WaitFor.ValueAsync(
            async () =>
            {
                (await other.MetricsAsync($"round-{round}")).Totals.Checks.Should().Be(0);
                await one.MetricsAsync($"round-{++round}");
                return other.Tally.Read()!.SharedHits;
            },
            hits => hits > 1, Patience, "hits of what the first had read", Stop);
        other.Reads.Count.Should().BeLessThan(round + 1);

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
        (await ListAsync(host, "alice")).Should().Equal("a");
        (await ListAsync(host, "bob")).Should().Equal("b");
        (await host.BucketsAsync("a")).Value.Sum(bucket => bucket.Checks).Should().Be(2);
        (await host.BucketsAsync("b")).Value.Sum(bucket => bucket.Checks).Should().Be(1);

        await host.Services.GetRequiredService<IIntegrationCatalog>().RemoveAsync("a", Stop);
        await host.AddAsync(("a", "bob"));

        (await ListAsync(host, "alice")).Should().BeEmpty();
        (await host.BucketsAsync("a")).Value.Sum(bucket => bucket.Checks).Should().Be(1, "the others were alice's");
    }

    [Fact]
    public async Task ApplicationsOfOneRedis_DoNotAnswerForEachOther()
    {
        var server = await redis.ConnectionStringAsync(Stop);
        // Of a minute's length both ask for the same generations.
        await using var one = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), server, redis.NewPrefix(), cache => cache.Freshness = TimeSpan.FromMinutes(1));
        await using var other = await CacheHost.StartAsync(
            await postgreSql.CreateDatabaseAsync(Stop), server, redis.NewPrefix(), cache => cache.Freshness = TimeSpan.FromMinutes(1));
        await one.AddAsync(("mail", "alice"));
        await one.CheckAsync("mail");
        await other.AddAsync(("mail", "carol"));

        // The end of a minute may come between two reads, not twice.
        for (var round = 0; round < 3; round++)
        {
            (await one.MetricsAsync()).Totals.Checks.Should().Be(2);
            (await other.MetricsAsync()).Totals.Checks.Should().Be(1);
        }

        (one.Tally.Read()!.SharedHits, other.Tally.Read()!.SharedHits).Should().Be((0, 0));
    }

    private static async Task<string[]> ListAsync(CacheHost host, string owner) =>
        [.. (await host.Health.QueryAsync(new HealthQuery { OwnerId = owner }, Stop)).Items.Select(item => item.Integration.Id)];
}
