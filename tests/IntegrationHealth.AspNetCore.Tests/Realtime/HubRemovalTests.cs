using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Realtime;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Realtime;

/// <summary>What is gone, or somebody else's now, leaves the clients that held it, and nothing of what comes after reaches them.</summary>
public sealed class HubRemovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alice", "SubscribeMine")]
    [InlineData("alice", "Subscribe")]
    [InlineData("admin", "SubscribeAll")]
    [InlineData("admin", "Subscribe")]
    public async Task Removed_WhoeverHeardOfIt_IsTold(string user, string method)
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, user);
        await client.CallAsync(method, method == "Subscribe" ? [new[] { "mail", "calendar" }] : []);

        await Catalog(host).RemoveAsync("mail", Token);

        var removed = await client.NextAsync("integrationRemoved");
        removed.GetArrayLength().Should().Be(1);
        removed[0].GetProperty("id").GetString().Should().Be("mail");
        removed[0].GetProperty("version").GetInt64().Should().BeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Removed_OtherOwner_IsNotTold()
    {
        await using var host = await StartAsync();
        await using var bob = await HubClient.ConnectAsync(host, "bob");
        await bob.CallAsync("SubscribeMine");

        await Catalog(host).RemoveAsync("mail", Token);
        await Catalog(host).RemoveAsync("bobs", Token);

        (await NextRemovedAsync(host, bob)).Should().Be("bobs");
    }

    [Fact]
    public async Task Removed_SubscribedAsAWhole_BringsTheNewTally()
    {
        await using var host = await StartAsync();
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await alice.CallAsync("SubscribeMine");

        await Catalog(host).RemoveAsync("mail", Token);

        var summary = alice.NextAsync("summaryChanged");
        await host.AdvanceUntilAsync(summary);
        (await summary).GetProperty("paused").GetInt32().Should().Be(1, "two were there");
    }

    [Fact]
    public async Task OwnerChanges_FormerOwner_LosesItAndHearsNoMoreOfIt()
    {
        await using var host = await StartAsync();
        await using var byId = await HubClient.ConnectAsync(host, "alice");
        await using var asAWhole = await HubClient.ConnectAsync(host, "alice");
        await byId.CallAsync("Subscribe", (object)new[] { "mail", "calendar" });
        await asAWhole.CallAsync("SubscribeMine");

        await Catalog(host).UpdateAsync(Paused("mail", "bob"), Token);

        (await NextRemovedAsync(host, byId)).Should().Be("mail");
        (await NextRemovedAsync(host, asAWhole)).Should().Be("mail");
        await byId.Awaiting(one => one.CallAsync("Subscribe", (object)new[] { "mail" })).Should().ThrowAsync<HubException>();
        await TellAsync(host, "mail", "calendar");
        (await NextChangedAsync(host, byId)).Should().Equal("calendar");
        (await NextChangedAsync(host, asAWhole)).Should().Equal("calendar");
    }

    [Fact]
    public async Task OwnerChanges_NewOwnerAndAdministrator_GetItAsItIsNow()
    {
        await using var host = await StartAsync();
        await using var bob = await HubClient.ConnectAsync(host, "bob");
        await using var admin = await HubClient.ConnectAsync(host, "admin");
        await bob.CallAsync("SubscribeMine");
        await admin.CallAsync("Subscribe", (object)new[] { "mail" });

        await Catalog(host).UpdateAsync(Paused("mail", "bob"), Token);

        (await NextChangedAsync(host, bob)).Should().Equal("mail");
        // The administrator's row is another's now, whose versions begin anew: first it goes, then it comes.
        (await NextRemovedAsync(host, admin)).Should().Be("mail");
        (await NextChangedAsync(host, admin)).Should().Equal("mail");
    }

    [Fact]
    public async Task Removed_IdGivenToAnotherOwner_IsNotHeardByTheFormerSubscriber()
    {
        // Somebody whose tenant shares what is tagged so, and who subscribed by id.
        await using var host = await StartAsync(services => services.AddSingleton<IIntegrationAccess, Shared>());
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await alice.CallAsync("Subscribe", (object)new[] { "mail", "calendar" });
        await Catalog(host).RemoveAsync("mail", Token);
        (await NextRemovedAsync(host, alice)).Should().Be("mail");

        await Catalog(host).AddAsync(Paused("mail", "bob") with { Tags = ["shared"] }, Token);
        await TellAsync(host, "mail", "calendar");

        (await NextChangedAsync(host, alice)).Should().Equal("calendar");
    }

    [Fact]
    public async Task NameChanges_SameOwner_IsNoRemoval()
    {
        await using var host = await StartAsync();
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await alice.CallAsync("SubscribeMine");

        await Catalog(host).UpdateAsync(Paused("mail", "alice") with { Name = "Other name" }, Token);
        await Catalog(host).RemoveAsync("calendar", Token);

        (await NextRemovedAsync(host, alice)).Should().Be("calendar");
    }

    [Fact]
    public void Session_RemovalAfterAState_SendsTheRemovalAlone_AndTheOtherWayRoundBoth()
    {
        var session = new HubSession("1", new(), new(Audience.Owner, null, null), null, () => { });
        var state = HealthMapping.From(new(Some.Integration("mail"), HealthSnapshot.Initial("mail", DateTimeOffset.UnixEpoch) with { Version = 7 }, false, Uptime.None, null));
        session.Offer(state);
        session.OfferRemoval(new("mail", 7));
        var first = session.Take()!;
        session.OfferRemoval(new("mail", 7));
        session.Offer(state with { Version = 0 });
        var second = session.Take()!;

        (first.Removed.Length, first.Health.Length).Should().Be((1, 0));
        (second.Removed.Length, second.Health.Length).Should().Be((1, 1));
    }

    private static Integration Paused(string id, string owner) => Some.Integration(id, owner) with { Enabled = false };

    private static IIntegrationCatalog Catalog(TestHost host) => host.Services.GetRequiredService<IIntegrationCatalog>();

    /// <summary>Paused, so that no check of its own says anything.</summary>
    private static async Task<TestHost> StartAsync(Action<IServiceCollection>? services = null)
    {
        var host = await TestHost.StartAsync(services: services);
        await host.AddAsync(Paused("mail", "alice"), Paused("calendar", "alice"), Paused("bobs", "bob"));
        // Their states are committed before anybody listens.
        await host.AdvanceUntilAsync(Task.Run(async () =>
        {
            while ((await host.Services.GetRequiredService<IHealthReader>().GetAsync(["mail", "calendar", "bobs"], Token)).Any(item => item.Snapshot.Status != IntegrationStatus.Paused))
                await Task.Yield();
        }, Token));
        return host;
    }

    private static async Task TellAsync(TestHost host, params string[] ids)
    {
        foreach (var id in ids)
            await host.Hub().OnCommittedAsync([await host.EventAsync(id)], Token);
    }

    private static async Task<string?> NextRemovedAsync(TestHost host, HubClient client)
    {
        var next = client.NextAsync("integrationRemoved");
        await host.AdvanceUntilAsync(next);
        return (await next).EnumerateArray().Single().GetProperty("id").GetString();
    }

    private static async Task<IEnumerable<string?>> NextChangedAsync(TestHost host, HubClient client)
    {
        var next = client.NextAsync("healthChanged");
        await host.AdvanceUntilAsync(next);
        return (await next).EnumerateArray().Select(item => item.GetProperty("id").GetString());
    }

    private sealed class Shared : IIntegrationAccess
    {
        public string? OwnerIdOf(System.Security.Claims.ClaimsPrincipal user) => Caller.IdOf(user);

        public bool IsVisible(System.Security.Claims.ClaimsPrincipal user, Integration integration) =>
            integration.Tags.Contains("shared") || integration.OwnerId == OwnerIdOf(user);
    }
}
