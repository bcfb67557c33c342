using System.Net;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Tests.Hosting;
using IntegrationHealth.Tests.Realtime;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

public sealed class AlertLinkTests
{
    [Fact]
    public async Task Fault37_OpeningALink_ChangesNothing_AndItsButtonActsOnce()
    {
        await using var host = await StartAsync();
        var alert = await FireAsync(host);
        var links = host.Services.GetRequiredService<IAlertLinks>();
        var path = new Uri(links.Acknowledge(alert)!).PathAndQuery["/base".Length..];

        var (status, page, _) = await host.SendAsync(HttpMethod.Get, path, user: null);
        (status, page.GetString()).Should().Be((HttpStatusCode.OK, page.GetString()));
        page.GetString().Should().Contain("<form method=\"post\">").And.Contain("&lt;b&gt;broken").And.NotContain("<b>broken");
        (await host.SendAsync(HttpMethod.Head, path, user: null)).Status.Should().NotBe(HttpStatusCode.OK);
        (await FindAsync(host, alert.Id)).Acknowledged.Should().BeNull();

        (await host.SendAsync(HttpMethod.Post, path, user: null)).Status.Should().Be(HttpStatusCode.OK);
        (await FindAsync(host, alert.Id)).Acknowledged!.By.Should().Be("link in a notification");
        (await host.SendAsync(HttpMethod.Get, path, user: null)).Body.GetString().Should().NotContain("<form");
    }

    [Fact]
    public async Task Link_IsGoodForItsAlertItsActAndItsTime_Alone()
    {
        await using var host = await StartAsync();
        var alert = await FireAsync(host);
        var acknowledge = new Uri(host.Services.GetRequiredService<IAlertLinks>().Acknowledge(alert)!).PathAndQuery["/base".Length..];

        (await host.SendAsync(HttpMethod.Post, acknowledge.Replace("/acknowledge", "/resolve", StringComparison.Ordinal), user: null)).Status
            .Should().Be(HttpStatusCode.Unauthorized);
        (await host.SendAsync(HttpMethod.Post, acknowledge.Replace(alert.Id, "another", StringComparison.Ordinal), user: "alice")).Status
            .Should().Be(HttpStatusCode.NotFound);
        (await host.SendAsync(HttpMethod.Post, acknowledge.Split('?')[0], user: "alice")).Status.Should().Be(HttpStatusCode.NotFound, "a sign-in is no key");
        host.Time.Advance(TimeSpan.FromDays(8));
        (await host.SendAsync(HttpMethod.Post, acknowledge, user: "alice")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("acknowledge")]
    [InlineData("resolve")]
    public async Task Link_ThatActed_IsInTheAuditLog(string act)
    {
        await using var host = await StartAsync();
        var alert = await FireAsync(host);
        var links = host.Services.GetRequiredService<IAlertLinks>();
        var path = new Uri((act == "resolve" ? links.Resolve(alert) : links.Acknowledge(alert))!).PathAndQuery["/base".Length..];
        await host.SendAsync(HttpMethod.Get, path, user: null);
        var log = $"/api/admin/audit?subjectId={alert.Id}";
        (await host.GetAsync("admin", log)).GetProperty("items").GetArrayLength().Should().Be(0);

        (await host.SendAsync(HttpMethod.Post, path, user: null)).Status.Should().Be(HttpStatusCode.OK);

        var entry = (await host.GetAsync("admin", log)).GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;
        (entry.GetProperty("actor").GetString(), entry.GetProperty("action").GetString()).Should().Be(("link", $"alert.{act}d"));
    }

    [Fact]
    public async Task Link_OfAnAcknowledgementThatRanOut_IsSpent()
    {
        await using var host = await StartAsync();
        var alert = await FireAsync(host);
        var links = host.Services.GetRequiredService<IAlertLinks>();
        var path = new Uri(links.Acknowledge(alert)!).PathAndQuery["/base".Length..];
        host.Time.Advance(TimeSpan.FromSeconds(10));
        (await host.SendAsync(HttpMethod.Post, path, user: null)).Status.Should().Be(HttpStatusCode.OK);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        var ranOut = AlertEvaluator.EndAcknowledgement(await FindAsync(host, alert.Id), null, host.Time.GetUtcNow());
        (await host.Services.GetRequiredService<IAlertStore>().CommitAsync(new AlertCommit { Alerts = [ranOut] }, TestContext.Current.CancellationToken)).Should().BeTrue();

        (await host.SendAsync(HttpMethod.Get, path, user: null)).Body.GetString().Should().Contain("used already").And.NotContain("<form");
        (await host.SendAsync(HttpMethod.Post, path, user: null)).Status.Should().Be(HttpStatusCode.Conflict);

        (await FindAsync(host, alert.Id)).Acknowledged.Should().BeNull();
        var fresh = new Uri(links.Acknowledge(alert)!).PathAndQuery["/base".Length..];
        (await host.SendAsync(HttpMethod.Post, fresh, user: null)).Status.Should().Be(HttpStatusCode.OK, "what is told anew brings a link of its own");
    }

    [Fact]
    public async Task Link_ThatWasTamperedWith_SaysSoAndNothingOfTokens()
    {
        await using var host = await StartAsync();
        var alert = await FireAsync(host);
        var path = new Uri(host.Services.GetRequiredService<IAlertLinks>().Acknowledge(alert)!).PathAndQuery["/base".Length..];

        var (status, problem, _) = await host.SendAsync(HttpMethod.Get, path[..^3] + "xyz", user: null);

        status.Should().Be(HttpStatusCode.Unauthorized);
        problem.GetProperty("detail").GetString().Should().Be("This link is not valid, or its time is over. Use a newer one.");
    }

    [Fact]
    public async Task Hub_TellsOfAChangedAlert()
    {
        await using var host = await AlertingHost.StartAsync();
        await using var hub = await HubClient.ConnectAsync(host, "admin");
        await hub.CallAsync("SubscribeAll");
        var next = hub.NextAsync("alertChanged");
        var id = await host.FireAsync();
        await host.AdvanceUntilAsync(next);

        (await next).GetProperty("id").GetString().Should().Be(id);
    }

    [Fact]
    public async Task Hub_TellsOfAnAlert_AsTheApiAnswersIt_AlsoWhoHearsOfItsIntegrationAlone()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.AddAsync(Some.Integration("one"), Some.Integration("bobs", "bob"));
        await using var alice = await HubClient.ConnectAsync(host, "alice");
        await using var bob = await HubClient.ConnectAsync(host, "bob");
        await using var admin = await HubClient.ConnectAsync(host, "admin");
        await alice.CallAsync("Subscribe", new object[] { new[] { "one" } });
        await bob.CallAsync("Subscribe", new object[] { new[] { "bobs" } });
        await admin.CallAsync("Subscribe", new object[] { new[] { "one" } });
        await host.SendAsync(HttpMethod.Post, "/api/admin/silences",
            new { matchers = new[] { new { label = "integrationId", op = "=", value = "one" } }, endsAt = "2026-02-01T00:00:00Z" });
        await host.SendAsync(HttpMethod.Post, "/api/admin/alert-rules", AlertingHost.Rule("rule"));
        var (ofAlice, ofBob, ofAdmin) = (alice.NextAsync("alertChanged"), bob.NextAsync("alertChanged"), admin.NextAsync("alertChanged"));

        await host.FailAsync("one");
        await host.FailAsync("bobs");

        await host.AdvanceUntilAsync(Task.WhenAll(ofAlice, ofBob, ofAdmin));
        (await ofAlice).GetProperty("integrationId").GetString().Should().Be("one");
        (await ofAlice).GetProperty("timeline").GetArrayLength().Should().Be(0, "whom administrators' channels told is not for owners");
        (await ofAlice).GetProperty("suppressedBy").GetArrayLength().Should().Be(0);
        var alert = await ofAdmin;
        alert.GetProperty("integrationId").GetString().Should().Be("one");
        alert.GetProperty("suppressedBy")[0].GetString().Should().StartWith("silence:");
        alert.GetProperty("timeline")[0].GetProperty("event").GetString().Should().Be("fired");
        (await ofBob).GetProperty("integrationId").GetString().Should().Be("bobs");
    }

    private static Task<TestHost> StartAsync() => AlertingHost.StartAsync(services => services.AddDataProtection(), options =>
    {
        TestHost.Policies(options);
        options.PublicUrl = "https://host.example/base/";
    });

    private static async Task<Alert> FireAsync(TestHost host) => await FindAsync(host, await host.FireAsync());

    private static async Task<Alert> FindAsync(TestHost host, string id) =>
        (await host.Services.GetRequiredService<IAlertStore>().GetAsync([id], TestContext.Current.CancellationToken)).Single();
}
