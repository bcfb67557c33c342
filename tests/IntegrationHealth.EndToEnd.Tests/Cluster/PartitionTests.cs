using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using Npgsql;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>One host loses its network; another, which has not, goes on.</summary>
public sealed class PartitionTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_CutOffFromRedis_ChecksNothingWhileAnotherTakesOver_AndComesBack()
    {
        await using var cluster = await TestCluster.StartAsync(withRedis: true, count: 200, Interval);
        await using var wire = Wire.To(cluster.Redis!.Port);
        var starting = (cluster.StartHostAsync(cluster.Database.Port, wire.Port), cluster.StartHostAsync());
        var (cutOff, other) = (await starting.Item1, await starting.Item2);
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, Interval);
        await WaitFor.ValueAsync(() => TestCluster.ChecksOfAsync(cutOff), checks => checks > 20, Patience, "both to check", Token);

        wire.Cut();
        var cut = cluster.Endpoint.Now;
        await TestCluster.WellAsync(cutOff, well: false);
        var before = await TestCluster.ChecksOfAsync(cutOff);
        await cluster.EveryoneAskedSinceAsync(cut + Lease, Interval * 2);
        var after = await TestCluster.ChecksOfAsync(cutOff);
        wire.Mend();
        await TestCluster.WellAsync(cutOff);
        await WaitFor.ValueAsync(() => TestCluster.ChecksOfAsync(cutOff), checks => checks > after, Patience, "the host to check again", Token);
        await TestCluster.SystemAsync(other, hosts: 2);

        after.Should().Be(before, "a host that cannot claim checks nothing");
        cluster.Endpoint.Gaps.Where(gap => CountingEndpoint.IsTwice(gap.Gap, Interval)).Should().BeEmpty("nothing is checked twice in its interval");
    }

    [Fact]
    public async Task Host_CutOffWithAResultInItsHands_CannotWriteWhatAnotherTookOver()
    {
        await using var cluster = await TestCluster.StartAsync(withRedis: true, count: 5, Interval);
        await using var toRedis = Wire.To(cluster.Redis!.Port);
        await using var toDatabase = Wire.To(cluster.Database.Port);
        var cutOff = await cluster.StartHostAsync(toDatabase.Port, toRedis.Port);
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, Interval);
        await SampleProcess.StatusAsync(cutOff.Alice, "i0", "healthy", Token);

        // The host has asked, and has no answer yet: its claim and its check are under way.
        var answer = cluster.Endpoint.HoldNext("i0");
        var asked = cluster.Endpoint.Hits["i0"].Count;
        await WaitFor.ValueAsync(() => Task.FromResult(cluster.Endpoint.Hits["i0"].Count), count => count > asked, Patience, "the host to ask", Token);
        toRedis.Cut();
        toDatabase.Cut();
        var cut = cluster.Endpoint.Now;
        answer.SetResult(500);
        var other = await cluster.StartHostAsync();
        await cluster.EveryoneAskedSinceAsync(cut, Lease + Interval);
        var taken = await WaitFor.ValueAsync(() => VersionAsync(cluster), version => version > asked, Patience, "the other host's result to be stored", Token);
        var before = await TestCluster.ChecksOfAsync(cutOff);
        toRedis.Mend();
        toDatabase.Mend();
        await TestCluster.WellAsync(cutOff);
        await WaitFor.ValueAsync(() => TestCluster.ChecksOfAsync(cutOff), checks => checks > before, Patience, "the host to check again", Token);
        await WaitFor.ValueAsync(() => VersionAsync(cluster), version => version > taken, Patience, "i0 to be checked after that", Token);

        (await ScalarAsync(cluster, "select count(*) from integration_health_history where failure_kind is not null")).Should().Be(0, "the failure came too late");
        foreach (var host in new[] { cutOff, other })
        {
            var health = await SampleProcess.StatusAsync(host.Alice, "i0", "healthy", Token);
            health.GetProperty("consecutiveFailures").GetInt32().Should().Be(0);
        }
    }

    private static Task<long> VersionAsync(TestCluster cluster) => ScalarAsync(cluster, "select version from integration_health_checks where id = 'i0'");

    private static async Task<long> ScalarAsync(TestCluster cluster, string sql)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
