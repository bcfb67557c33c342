using System.Reflection;
using IntegrationHealth.Realtime;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Realtime;

/// <summary>Goes through the methods that the hub really has, so that a new one cannot be forgotten.</summary>
public sealed class HubAuthorizationTests
{
    /// <summary>By method: what to call it with, and what the owner of another integration and an administrator get.</summary>
    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["Subscribe"] = new([new[] { "mail" }], RefusesOthers: true, ForAdministrators: false),
        ["Unsubscribe"] = new([new[] { "mail" }], RefusesOthers: false, ForAdministrators: false),
        ["SubscribeMine"] = new([], RefusesOthers: false, ForAdministrators: false),
        ["SubscribeAll"] = new([], RefusesOthers: true, ForAdministrators: true),
        ["Resume"] = new([new Dictionary<string, long> { ["mail"] = -1 }], RefusesOthers: false, ForAdministrators: false),
    };

    private static IEnumerable<(string Name, Case Case)> Methods => typeof(IntegrationHealthHub)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition().DeclaringType == typeof(IntegrationHealthHub))
        .Select(method => (method.Name, Cases.TryGetValue(method.Name, out var found)
            ? found
            : throw new InvalidOperationException($"Say in {nameof(Cases)} who may call {method.Name}.")));

    [Fact]
    public async Task Connect_Anonymous_Is401()
    {
        await using var host = await StartAsync();

        var connect = () => HubClient.ConnectAsync(host, null);

        (await connect.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Connect_AnonymousWithoutNegotiation_IsRefused()
    {
        await using var host = await StartAsync();
        using var socket = new System.Net.WebSockets.ClientWebSocket();

        var connect = () => socket.ConnectAsync(
            new Uri($"ws://{host.Address.Authority}/api/integrations/health/hub"), TestContext.Current.CancellationToken);

        (await connect.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>()).WithMessage("*401*");
    }

    [Fact]
    public async Task EveryMethod_AnotherOwner_HearsNothing()
    {
        foreach (var (name, about) in Methods)
        {
            await using var host = await StartAsync();
            await using var bob = await HubClient.ConnectAsync(host, "bob");
            var call = () => bob.CallAsync(name, about.Arguments);
            if (about.RefusesOthers)
                await call.Should().ThrowAsync<HubException>(name);
            else
                await call();
            await bob.CallAsync("Subscribe", (object)new[] { "bobs" });

            await host.ChangeAsync("mail", before => before);
            await host.ChangeAsync("bobs", before => before);

            (await bob.NextAsync("healthChanged"))[0].GetProperty("id").GetString().Should().Be("bobs", name);
        }
    }

    [Fact]
    public async Task EveryMethod_Owner_MayCallItUnlessItIsForAdministrators()
    {
        await using var host = await StartAsync();
        await using var alice = await HubClient.ConnectAsync(host, "alice");

        foreach (var (name, about) in Methods)
        {
            var call = () => alice.CallAsync(name, about.Arguments);
            if (about.ForAdministrators)
                (await call.Should().ThrowAsync<HubException>(name)).WithMessage("*administrators*");
            else
                await call();
        }
    }

    [Fact]
    public async Task EveryMethod_Administrator_MayCallIt()
    {
        await using var host = await StartAsync();
        await using var admin = await HubClient.ConnectAsync(host, "admin");

        foreach (var (name, about) in Methods)
            await admin.CallAsync(name, about.Arguments);
        await host.ChangeAsync("mail", before => before with { Status = IntegrationStatus.Healthy });

        (await admin.NextAsync("healthChanged"))[0].GetProperty("id").GetString().Should().Be("mail");
    }

    [Fact]
    public async Task Subscribe_HiddenAndUnknown_AreAnsweredAlike()
    {
        await using var host = await StartAsync();
        await using var bob = await HubClient.ConnectAsync(host, "bob");

        var hidden = await bob.Awaiting(one => one.CallAsync("Subscribe", (object)new[] { "mail" })).Should().ThrowAsync<HubException>();
        var unknown = await bob.Awaiting(one => one.CallAsync("Subscribe", (object)new[] { "none" })).Should().ThrowAsync<HubException>();

        hidden.Which.Message.Replace("mail", "none", StringComparison.Ordinal).Should().Be(unknown.Which.Message);
    }

    [Fact]
    public async Task Subscribed_OwnerChanges_IsNoLongerTold()
    {
        await using var host = await StartAsync(TestHost.RealFlow);
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await alice.CallAsync("Subscribe", (object)new[] { "mail", "calendar" });
        var catalog = host.Services.GetRequiredService<IntegrationHealth.Catalog.IIntegrationCatalog>();
        await catalog.UpdateAsync(Some.Integration("mail", "bob") with { Enabled = false }, TestContext.Current.CancellationToken);
        await catalog.UpdateAsync(Some.Integration("calendar") with { Enabled = false }, TestContext.Current.CancellationToken);

        await host.Hub().OnCommittedAsync([await host.EventAsync("mail"), await host.EventAsync("calendar")], TestContext.Current.CancellationToken);

        while (true)
        {
            var changed = await alice.NextAsync("healthChanged");
            changed.EnumerateArray().Where(item => item.GetProperty("ownerId").GetString() == "bob").Should().BeEmpty();
            if (changed.EnumerateArray().Any(item => item.GetProperty("id").GetString() == "calendar"))
                break;
        }
    }

    [Fact]
    public async Task Connection_SignInEnds_IsClosed()
    {
        await using var host = await StartAsync();
        await using var alice = await HubClient.ConnectAsync(host, "alice!30");
        await using var other = await HubClient.ConnectAsync(host, "alice");
        await alice.CallAsync("SubscribeMine");

        host.Time.Advance(TimeSpan.FromSeconds(29));
        alice.Closed.Task.IsCompleted.Should().BeFalse();
        await host.AdvanceUntilAsync(alice.Closed.Task);

        await other.CallAsync("SubscribeMine");
    }

    [Fact]
    public async Task Connection_PolicyNoLongerMet_IsClosed()
    {
        var gate = new Gate();
        await using var host = await StartAsync(services => services.AddSingleton(gate).AddAuthorizationBuilder()
            .AddPolicy("gated", policy => policy.RequireAssertion(_ => gate.Open)), options => options.OwnerPolicy = "gated");
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await alice.CallAsync("SubscribeMine");

        gate.Open = false;
        await host.AdvanceUntilAsync(alice.Closed.Task);
    }

    [Fact]
    public async Task Connection_PersonActsForAnotherOwnerNow_IsClosed()
    {
        var tenants = new Tenants();
        await using var host = await StartAsync(services => services.AddSingleton<IntegrationHealth.Authorization.IIntegrationAccess>(tenants));
        await using var moves = await HubClient.ConnectAsync(host, "alice");
        await using var stays = await HubClient.ConnectAsync(host, "bob");
        await moves.CallAsync("SubscribeMine");
        await stays.CallAsync("SubscribeMine");

        tenants.Alices = "other";
        await host.AdvanceUntilAsync(moves.Closed.Task);

        await stays.CallAsync("SubscribeMine");
    }

    [Fact]
    public async Task Hub_HostAllowsAnonymous_LetsEverybodyHearEverything()
    {
        await using var host = await StartAsync(endpoints: options => options.AllowAnonymous());
        await using var anyone = await HubClient.ConnectAsync(host, null);
        await anyone.CallAsync("SubscribeAll");

        await host.ChangeAsync("bobs", before => before);

        (await anyone.NextAsync("healthChanged"))[0].GetProperty("id").GetString().Should().Be("bobs");
    }

    [Fact]
    public async Task SubscribeMine_NoOwnerId_SaysSo()
    {
        await using var host = await StartAsync();
        await using var nobody = await HubClient.ConnectAsync(host, "nobody");

        await nobody.Awaiting(one => one.CallAsync("SubscribeMine")).Should().ThrowAsync<HubException>().WithMessage("*'sub'*");
    }

    private static async Task<TestHost> StartAsync(
        Action<IServiceCollection>? services = null, Action<IntegrationHealth.DependencyInjection.IntegrationHealthEndpointOptions>? endpoints = null)
    {
        var host = await TestHost.StartAsync(services: services, endpoints: endpoints ?? TestHost.Policies);
        await host.AddAsync(Some.Integration("mail"), Some.Integration("calendar"), Some.Integration("bobs", "bob"));
        return host;
    }

    private sealed record Case(object[] Arguments, bool RefusesOthers, bool ForAdministrators);

    private sealed class Tenants : IntegrationHealth.Authorization.IIntegrationAccess
    {
        public volatile string Alices = "alice";

        public string? OwnerIdOf(System.Security.Claims.ClaimsPrincipal user) => IntegrationHealth.Authorization.Caller.IdOf(user) is "alice" ? Alices : IntegrationHealth.Authorization.Caller.IdOf(user);
    }

    private sealed class Gate
    {
        public volatile bool Open = true;
    }
}
