using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.Testing;
using Microsoft.AspNetCore.SignalR.Client;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>Hosts as processes of their own that share one database, and Redis or the database's own queue.</summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 2_000, 20)]
    [InlineData(false, 2_000, 20)]
    public async Task ThreeHosts_OneKilled_ShareEvenlyTwiceNothingAndLoseNothing(bool withRedis, int count, int seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        await using var cluster = await TestCluster.StartAsync(withRedis, count, interval);
        var endpoint = cluster.Endpoint;
        var a = await cluster.StartHostAsync();
        var b = await cluster.StartHostAsync();
        var c = await cluster.StartHostAsync();
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, interval * 2);
        // One more round with all three.
        var together = endpoint.Now;
        await cluster.EveryoneAskedSinceAsync(together, interval * 2);

        // Checks are counted over a minute, and in the first minute one host was alone.
        var system = await TestCluster.SystemAsync(a, hosts: 3, mostSkew: 1.3);
        var counted = endpoint.Hits.Values.Sum(times => times.Count);
        await c.KillAsync();
        var killed = endpoint.Now;
        await cluster.EveryoneAskedSinceAsync(killed, (interval * 2) + Lease);
        await TestCluster.SystemAsync(b, hosts: 2, mostSkew: 2);

        counted.Should().BeGreaterThan(count);
        system.GetProperty("hosts").EnumerateArray().Should().OnlyContain(host => host.GetProperty("checksPerMinute").GetDouble() > 0);
        endpoint.Gaps.Where(gap => CountingEndpoint.IsTwice(gap.Gap, interval)).Should().BeEmpty("nothing is checked twice in its interval");
        // A phase is at least half an interval away. What the killed host had probed and not committed is probed again once its lease ends: that alone comes earlier.
        var early = endpoint.Gaps.Where(gap => gap.Gap < (interval / 2) - TimeSpan.FromSeconds(2)).ToArray();
        early.Where(gap => gap.At - gap.Gap < killed - Lease || gap.At - gap.Gap > killed).Should().BeEmpty();
        early.Length.Should().BeLessThan(count / 20);
    }

    [Fact]
    public async Task Redis_KilledAndStartedEmpty_ChecksWaitAndGoOnWithoutABurst()
    {
        const int Count = 600;
        var interval = TimeSpan.FromSeconds(10);
        await using var cluster = await TestCluster.StartAsync(withRedis: true, Count, interval);
        var endpoint = cluster.Endpoint;
        var a = await cluster.StartHostAsync();
        await cluster.StartHostAsync();
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, interval * 3);

        await cluster.Redis!.KillAsync();
        await TestCluster.WellAsync(a, well: false);
        // Until everything is overdue.
        var waiting = endpoint.Now;
        await WaitFor.ValueAsync(() => Task.FromResult(endpoint.Now - waiting), waited => waited > interval * 1.5, TimeSpan.FromMinutes(1), "time", Token);
        var quiet = endpoint.CountSince(waiting + TimeSpan.FromSeconds(6));
        await cluster.Redis.StartAsync(Token);
        var back = endpoint.Now;
        await cluster.EveryoneAskedSinceAsync(back, interval * 3);

        quiet.Should().Be(0, "without a queue nobody checks");
        endpoint.BusiestSecondSince(back).Should().BeLessThan(Count * 2 / 3, "600 overdue are spread over 3 s");
        a.Output.Should().Contain("The queue answers again");
        await TestCluster.WellAsync(a);
    }

    /// <summary>Calls that the hosts have given up wait in the sockets, and everything falls due meanwhile.</summary>
    [Fact]
    public async Task Redis_StoodStillAndGoesOnWithItsData_ChecksGoOnWithoutABurst()
    {
        const int Count = 600;
        var interval = TimeSpan.FromSeconds(10);
        await using var cluster = await TestCluster.StartAsync(withRedis: true, Count, interval);
        var endpoint = cluster.Endpoint;
        var a = await cluster.StartHostAsync();
        await cluster.StartHostAsync();
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, interval * 3);

        cluster.Redis!.Pause();
        var waiting = endpoint.Now;
        await WaitFor.ValueAsync(() => Task.FromResult(endpoint.Now - waiting), waited => waited > interval * 1.5, TimeSpan.FromMinutes(1), "time", Token);
        cluster.Redis.Resume();
        var back = endpoint.Now;
        await cluster.EveryoneAskedSinceAsync(back, interval * 3);

        endpoint.BusiestSecondSince(back).Should().BeLessThan(Count * 2 / 3, "600 overdue are spread over 3 s");
        a.Output.Should().Contain("The queue answers again");
        await TestCluster.WellAsync(a);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Change_OnOneHost_IsInABrowserOfAnotherWithinASecond(bool withRedis)
    {
        await using var cluster = await TestCluster.StartAsync(withRedis, 4, TimeSpan.FromHours(1));
        var endpoint = cluster.Endpoint;
        var loopback = KeyValuePair.Create("IntegrationHealth__Outbound__AllowedNetworks__0", "127.0.0.0/8");
        var a = await cluster.StartHostAsync(loopback);
        var b = await cluster.StartHostAsync(loopback);
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var heard = new System.Collections.Concurrent.ConcurrentDictionary<string, (long Version, TimeSpan At)>();
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(b.Address, "/api/integrations/health/hub"),
            options => options.AccessTokenProvider = () => Task.FromResult<string?>("demo-admin")).Build();
        hub.On<JsonElement>("healthChanged", changed =>
        {
            foreach (var item in changed.EnumerateArray())
                heard[item.GetProperty("id").GetString()!] = (item.GetProperty("version").GetInt64(), endpoint.Now);
        });
        var removed = new System.Collections.Concurrent.ConcurrentDictionary<string, TimeSpan>();
        hub.On<JsonElement>("integrationRemoved", gone =>
        {
            foreach (var item in gone.EnumerateArray())
                removed[item.GetProperty("id").GetString()!] = endpoint.Now;
        });
        await hub.StartAsync(Token);
        await hub.InvokeAsync("SubscribeAll", Token);

        // The median of several: one pause of a busy machine says nothing about the way between two hosts.
        var changes = new List<TimeSpan>();
        for (var number = 0; number < 4; number++)
        {
            var answer = await a.Admin.PostAsync($"/api/admin/integrations/i{number}/health/check", null, Token);
            var answered = endpoint.Now;
            answer.IsSuccessStatusCode.Should().BeTrue();
            var version = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("version").GetInt64();
            var (_, at) = await WaitFor.ValueAsync(() => Task.FromResult(heard.GetValueOrDefault($"i{number}")), news => news.Version >= version,
                TimeSpan.FromSeconds(30), "the browser to hear", Token);
            changes.Add(at - answered);
        }

        var removals = new List<TimeSpan>();
        for (var number = 0; number < 4; number++)
        {
            var id = $"short-lived-{number}";
            (await a.Admin.PostAsJsonAsync("/api/admin/integrations", new { id, provider = "http", name = "Short-lived", settings = new { url = new Uri(endpoint.Address, "/short-lived").ToString() } }, Token))
                .StatusCode.Should().Be(System.Net.HttpStatusCode.Created);
            await WaitFor.ValueAsync(() => Task.FromResult(heard.ContainsKey(id)), told => told, TimeSpan.FromSeconds(30), "the browser to hear of the new one", Token);
            (await a.Admin.DeleteAsync($"/api/admin/integrations/{id}", Token)).IsSuccessStatusCode.Should().BeTrue();
            var removedAt = endpoint.Now;
            await WaitFor.ValueAsync(() => Task.FromResult(removed.ContainsKey(id)), told => told, TimeSpan.FromSeconds(30), "the browser to hear of the removal", Token);
            removals.Add(removed[id] - removedAt);
        }

        Median(changes).Should().BeLessThan(TimeSpan.FromSeconds(1), "changes took {0}", string.Join(", ", changes));
        Median(removals).Should().BeLessThan(TimeSpan.FromSeconds(1), "removals took {0}", string.Join(", ", removals));
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
