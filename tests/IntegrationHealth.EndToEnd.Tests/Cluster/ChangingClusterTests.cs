using IntegrationHealth.Testing;
using Npgsql;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>Hosts come and go, and the database restarts, while checks go on.</summary>
public sealed class ChangingClusterTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PostgreSql_RestartedUnderHosts_EveryCheckResumesAndNoneComesTwice(bool withRedis)
    {
        await using var cluster = await TestCluster.StartAsync(withRedis, count: 200, Interval);
        var hosts = await Task.WhenAll(cluster.StartHostAsync(), cluster.StartHostAsync());
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, Interval);

        await cluster.Database.StopAsync();
        // With its queue in Redis a host goes on checking, and is degraded; with its queue in the database it is ill.
        await WaitFor.ValueAsync(() => TestCluster.HealthAsync(hosts[0]), health => health == (withRedis ? "Degraded" : "Unhealthy"), TimeSpan.FromMinutes(1), "the host to say so", Token);
        await cluster.Database.StartAsync(Token);
        var back = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(hosts.Select(host => TestCluster.WellAsync(host)));
        await WaitFor.ValueAsync(() => WrittenSinceAsync(cluster, back), written => written == cluster.Count, TimeSpan.FromMinutes(1), "every result to be stored again", Token);
        var settled = cluster.Endpoint.Now;
        await cluster.EveryoneAskedSinceAsync(settled, Interval);

        await TestCluster.SystemAsync(hosts[0], hosts: 2);
        cluster.Endpoint.Gaps.Where(gap => gap.At - gap.Gap > settled && CountingEndpoint.IsTwice(gap.Gap, Interval)).Should().BeEmpty("nothing is checked twice in its interval");
    }

    [Fact]
    public async Task Hosts_RestartedOneAfterAnother_NoCheckIsOverdueByMoreThanItsInterval()
    {
        var interval = TimeSpan.FromSeconds(8);
        await using var cluster = await TestCluster.StartAsync(withRedis: true, count: 600, interval);
        var hosts = await Task.WhenAll(cluster.StartHostAsync(), cluster.StartHostAsync(), cluster.StartHostAsync());
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, interval);

        for (var i = 0; i < hosts.Length; i++)
        {
            await hosts[i].StopAsync();
            hosts[i] = await cluster.StartHostAsync();
        }

        var restarted = cluster.Endpoint.Now;
        await cluster.EveryoneAskedSinceAsync(restarted, interval);
        await Task.WhenAll(hosts.Select(async host => await WaitFor.ValueAsync(
            () => TestCluster.ChecksOfAsync(host), checks => checks > 0, TimeSpan.FromMinutes(1), "each new host to check", Token)));

        // The first time leads into an integration's own phase, and is up to one and a half intervals.
        cluster.Endpoint.Gaps.Where(gap => gap.Gap > interval * (gap.IsFirst ? 2.5 : 2)).Should().BeEmpty();
    }

    [Fact]
    public async Task Host_Joining_TakesItsShareWithinTenSeconds()
    {
        // One lucky claim of a whole batch is no share.
        const int Enough = 400;
        await using var cluster = await TestCluster.StartAsync(withRedis: true, count: 500, Interval);
        await Task.WhenAll(cluster.StartHostAsync(), cluster.StartHostAsync());
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, Interval);

        var joining = await cluster.StartHostAsync();
        var before = await CountAsync();
        // Of the last checks, not of all since it joined: those of its first second are the others'.
        await WaitFor.ValueAsync(
            async () =>
            {
                var now = await CountAsync();
                var (own, all) = (now.Own - before.Own, now.All - before.All);
                if (all >= Enough)
                    before = now;
                return (Own: own, All: all);
            },
            last => last.All >= Enough && last.Own >= last.All / 4, TimeSpan.FromSeconds(10), "the third host to do a quarter of the last checks or more", Token);

        async Task<(long Own, long All)> CountAsync() => (await TestCluster.ChecksOfAsync(joining), cluster.Endpoint.Hits.Values.Sum(times => (long)times.Count));
    }

    private static async Task<long> WrittenSinceAsync(TestCluster cluster, DateTimeOffset since)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Database.ConnectionString);
        await using var command = source.CreateCommand("select count(*) from integration_health_checks where last_checked_at > $1");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
