using System.Text.Json;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace IntegrationHealth.Tests.Realtime;

public sealed class HubTests
{
    [Fact]
    public async Task Subscribe_Change_ArrivesAsTheRouteAnswersIt()
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice");
        await client.CallAsync("Subscribe", (object)new[] { "mail" });

        await host.ChangeAsync("mail", before => before with { Status = IntegrationStatus.Healthy });

        var changed = await client.NextAsync("healthChanged");
        changed.GetArrayLength().Should().Be(1);
        changed[0].GetRawText().Should().Be((await host.GetAsync("alice", "/api/integrations/mail/health")).GetRawText());
    }

    [Theory]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task SubscribeMine_OtherTransports_HearOfOwnOnly(HttpTransportType transport)
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice", transport);
        await client.CallAsync("SubscribeMine");

        await host.ChangeAsync("bobs", before => before with { Status = IntegrationStatus.Healthy });
        await host.ChangeAsync("mail", before => before with { Status = IntegrationStatus.Healthy });

        (await client.NextAsync("healthChanged"))[0].GetProperty("id").GetString().Should().Be("mail");
    }

    [Fact]
    public async Task SubscribeMine_Transition_BringsTheNewTally()
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice");
        await client.CallAsync("SubscribeMine");

        await host.ChangeAsync("mail", before => before with { Status = IntegrationStatus.Unhealthy });

        var next = client.NextAsync("summaryChanged");
        await host.AdvanceUntilAsync(next);
        var summary = await next;
        summary.GetProperty("unhealthy").GetInt32().Should().Be(1);
        summary.GetProperty("unknown").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Unsubscribe_Change_IsNotSent()
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice");
        await client.CallAsync("Subscribe", (object)new[] { "mail", "calendar" });
        await client.CallAsync("Unsubscribe", (object)new[] { "mail" });

        await host.ChangeAsync("mail", before => before);
        await host.ChangeAsync("calendar", before => before);

        (await client.NextAsync("healthChanged"))[0].GetProperty("id").GetString().Should().Be("calendar");
    }

    [Fact]
    public async Task Changes_WithinATick_AreOneMessageWithTheNewestState()
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice");
        await client.CallAsync("SubscribeMine");
        await host.ChangeAsync("mail", before => before);
        await client.NextAsync("healthChanged");

        // The clock stands still, so the tenth of a second is not over: all of this waits.
        for (var i = 1; i <= 50; i++)
            await host.ChangeAsync(i % 2 == 0 ? "mail" : "calendar", before => before with { LatencyMs = i });
        client.Untaken.Should().Be(0);
        var next = client.NextAsync("healthChanged");
        await host.AdvanceUntilAsync(next);
        var latencies = (await next).EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, item => item.GetProperty("latencyMs").GetInt32());
        latencies.Should().BeEquivalentTo(new Dictionary<string, int> { ["mail"] = 50, ["calendar"] = 49 });
    }

    [Fact]
    public async Task Resume_OldVersions_SendsOnlyWhatChangedAndNamesWhatIsGone()
    {
        await using var host = await StartAsync();
        await host.ChangeAsync("mail", before => before with { LatencyMs = 7 });
        await using var client = await HubClient.ConnectAsync(host, "alice");
        await client.CallAsync("Subscribe", (object)new[] { "mail", "calendar" });

        var gone = await client.Connection.InvokeAsync<string[]>(
            "Resume", new Dictionary<string, long> { ["mail"] = 0, ["calendar"] = 0, ["removed"] = 3, ["bobs"] = 0 }, TestContext.Current.CancellationToken);

        gone.Should().BeEquivalentTo("removed", "bobs");
        var changed = await client.NextAsync("healthChanged");
        changed.EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().Equal("mail");
    }

    [Fact]
    public async Task Resume_SubscribedAsAWhole_AlsoSendsWhatTheClientDoesNotHold()
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice");
        await client.CallAsync("SubscribeMine");

        await client.CallAsync("Resume", new Dictionary<string, long> { ["mail"] = 0 });

        (await client.NextAsync("healthChanged"))[0].GetProperty("id").GetString().Should().Be("calendar");
    }

    [Fact]
    public async Task Subscribe_TooManyIds_IsRefusedAsAWhole()
    {
        await using var host = await StartAsync(options => options.HubSubscriptionsPerConnection = 1);
        await using var client = await HubClient.ConnectAsync(host, "alice");

        await client.Awaiting(one => one.CallAsync("Subscribe", (object)new[] { "mail", "calendar" }))
            .Should().ThrowAsync<HubException>().WithMessage("*1 ids*SubscribeMine*");
        await client.CallAsync("Subscribe", (object)new[] { "mail" });
    }

    [Fact]
    public async Task Connect_MoreThanAllowed_IsRefusedUntilOneCloses()
    {
        await using var host = await StartAsync(options => options.HubConnectionsPerOwner = 1);
        await using var first = await HubClient.ConnectAsync(host, "alice");
        await first.CallAsync("SubscribeMine");
        await using var second = await HubClient.ConnectAsync(host, "alice");
        await second.Closed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await using var other = await HubClient.ConnectAsync(host, "bob");
        await other.CallAsync("SubscribeMine");

        first.Connection.State.Should().Be(HubConnectionState.Connected);
        second.Connection.State.Should().Be(HubConnectionState.Disconnected);
    }

    [Fact]
    public async Task Calls_MoreThanAllowed_AreRefused()
    {
        await using var host = await StartAsync(options => options.CallsPerMinute = 4);
        await using var client = await HubClient.ConnectAsync(host, "alice"); // Negotiation and connection are two calls.
        await client.CallAsync("SubscribeMine");
        await client.CallAsync("SubscribeMine");

        await client.Awaiting(one => one.CallAsync("SubscribeMine")).Should().ThrowAsync<HubException>().WithMessage("*more often*");
    }

    [Theory]
    [InlineData("Subscribe", "[]")]
    [InlineData("Subscribe", "null")]
    [InlineData("Subscribe", "[\"\"]")]
    [InlineData("Unsubscribe", "[]")]
    [InlineData("Resume", "null")]
    public async Task Call_SenselessArgument_IsAnErrorThatSaysWhatIsWanted(string method, string argument)
    {
        await using var host = await StartAsync();
        await using var client = await HubClient.ConnectAsync(host, "alice");

        await client.Awaiting(one => one.CallAsync(method, JsonDocument.Parse(argument).RootElement))
            .Should().ThrowAsync<HubException>().WithMessage("*10000*");
    }

    [Fact]
    public async Task Alerts_OfAnOwner_ReachTheOwnerAndAdministratorsOnly()
    {
        await using var host = await StartAsync();
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await using var bob = await HubClient.ConnectAsync(host, "bob");
        await using var admin = await HubClient.ConnectAsync(host, "admin");
        await alice.CallAsync("SubscribeMine");
        await bob.CallAsync("SubscribeMine");
        await admin.CallAsync("SubscribeAll");

        var broadcaster = host.Hub();
        broadcaster.PublishAlert("alice", null, JsonDocument.Parse("""{"id":"1"}""").RootElement, JsonDocument.Parse("""{"id":"1"}""").RootElement);
        broadcaster.PublishAlert("bob", null, JsonDocument.Parse("""{"id":"2"}""").RootElement, JsonDocument.Parse("""{"id":"2"}""").RootElement);

        (await alice.NextAsync("alertChanged")).GetProperty("id").GetString().Should().Be("1");
        (await bob.NextAsync("alertChanged")).GetProperty("id").GetString().Should().Be("2");
        (await admin.NextAsync("alertChanged")).GetProperty("id").GetString().Should().Be("1");
    }

    private static async Task<TestHost> StartAsync(Action<IntegrationHealth.DependencyInjection.IntegrationHealthEndpointOptions>? options = null)
    {
        var host = await TestHost.StartAsync(endpoints: endpoints =>
        {
            TestHost.Policies(endpoints);
            options?.Invoke(endpoints);
        });
        await host.AddAsync(Some.Integration("mail"), Some.Integration("calendar"), Some.Integration("bobs", "bob"));
        return host;
    }
}
