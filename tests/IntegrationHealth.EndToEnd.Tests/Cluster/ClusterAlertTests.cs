using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Flow;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using Microsoft.AspNetCore.SignalR.Client;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>Alerts of integrations that several hosts share.</summary>
public sealed class ClusterAlertTests
{
    private const int Failing = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_KilledWhileAlertsFire_EachIsToldOnceAndBrowsersOfTheOtherHostsHear()
    {
        await using var cluster = await TestCluster.StartAsync(withRedis: true, count: 50, TimeSpan.FromSeconds(3));
        await using var receiver = await WebhookReceiver.StartAsync();
        var loopback = KeyValuePair.Create("IntegrationHealth__Outbound__AllowedNetworks__0", "127.0.0.0/8");
        var hosts = await Task.WhenAll(cluster.StartHostAsync(loopback), cluster.StartHostAsync(loopback), cluster.StartHostAsync(loopback));
        await cluster.EveryoneAskedSinceAsync(TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await OneFailureRule.MakeAsync(hosts[0], receiver, "integration");
        await using var first = await ListenAsync(hosts[1], out var heardByFirst);
        await using var second = await ListenAsync(hosts[2], out var heardBySecond);

        receiver.ServiceUp = false;
        for (var number = 0; number < Failing; number++)
        {
            await OneFailureRule.PostAsync(hosts[0], "/api/admin/integrations", new { id = $"failing-{number}", provider = "http", name = $"Failing {number}", settings = new { url = receiver.ServiceUrl } });
            if (number == Failing / 2)
                await hosts[0].KillAsync();
            if (number >= Failing / 2)
                hosts[0] = hosts[1];
        }

        var alerts = await WaitFor.ValueAsync(() => FiringAsync(hosts[1]), firing => firing.Count == Failing, TimeSpan.FromMinutes(2), "an alert of each", Token);
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Distinct(StringComparer.Ordinal).Count()), told => told >= Failing, TimeSpan.FromMinutes(3), "each to be told", Token);
        // What the killed host committed in its last moment it may have told nobody: those browsers see it when they ask.
        string[] bySurvivors = [.. Enumerable.Range((Failing / 2) + 1, (Failing / 2) - 1).Select(number => alerts[$"failing-{number}"])];
        foreach (var heard in new[] { heardByFirst, heardBySecond })
        {
            await WaitFor.ValueAsync(() => Task.FromResult(bySurvivors.Except(heard.Keys).Count()), missing => missing == 0, TimeSpan.FromMinutes(1),
                "a browser to hear of all that the survivors saw", Token);
        }

        // What the killed host was just sending may come again, under the same id: a receiver knows it.
        receiver.Accepted.Distinct(StringComparer.Ordinal).Should().HaveCount(Failing, "no alert is told as two");
    }

    private static Task<HubConnection> ListenAsync(SampleProcess host, out ConcurrentDictionary<string, bool> heard)
    {
        var alerts = heard = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return StartAsync();

        async Task<HubConnection> StartAsync()
        {
            var hub = new HubConnectionBuilder().WithUrl(new Uri(host.Address, "/api/integrations/health/hub"),
                options => options.AccessTokenProvider = () => Task.FromResult<string?>("demo-admin")).Build();
            hub.On<JsonElement>("alertChanged", alert => alerts[alert.GetProperty("id").GetString()!] = true);
            await hub.StartAsync(Token);
            await hub.InvokeAsync("SubscribeAll", Token);
            return hub;
        }
    }

    /// <summary>Ids of the firing alerts by integration.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> FiringAsync(SampleProcess host)
    {
        var alerts = await host.Admin.GetFromJsonAsync<JsonElement>("/api/admin/alerts?state=firing&limit=100", Token);
        return alerts.GetProperty("items").EnumerateArray().ToDictionary(
            alert => alert.GetProperty("integrationId").GetString()!, alert => alert.GetProperty("id").GetString()!);
    }
}
