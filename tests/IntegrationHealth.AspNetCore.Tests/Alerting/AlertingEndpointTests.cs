using System.Net;
using System.Text;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

public sealed class AlertingEndpointTests
{
    private const string Rules = "/api/admin/alert-rules";
    private const string Channels = "/api/admin/notification-channels";

    [Fact]
    public async Task Rules_AreAddedReadReplacedAndRemoved_AndAudited()
    {
        await using var host = await AlertingHost.StartAsync();
        var (status, added, location) = await host.SendAsync(HttpMethod.Post, Rules, AlertingHost.Rule("mine"));
        (status, location!.OriginalString, added.GetProperty("groupWaitMs").GetInt32()).Should().Be((HttpStatusCode.Created, $"{Rules}/mine", 30_000));
        added.GetProperty("conditions")[0].GetProperty("type").GetString().Should().Be("consecutiveFailures");

        (await host.SendAsync(HttpMethod.Put, $"{Rules}/mine", added)).Status.Should().Be(HttpStatusCode.OK, "what was answered can be sent back");
        (await host.GetAsync("admin", $"{Rules}?limit=200")).GetProperty("items").EnumerateArray().Should().HaveCount(6, "five default rules and one more");
        (await host.SendAsync(HttpMethod.Delete, $"{Rules}/mine")).Status.Should().Be(HttpStatusCode.NoContent);
        (await host.SendAsync(HttpMethod.Delete, $"{Rules}/mine")).Status.Should().Be(HttpStatusCode.NotFound);

        (await host.GetAsync("admin", "/api/admin/audit?subjectId=mine")).GetProperty("items").EnumerateArray()
            .Select(entry => entry.GetProperty("action").GetString()).Should().BeEquivalentTo("alertRule.added", "alertRule.changed", "alertRule.removed");
    }

    [Theory]
    [InlineData("""{"name":"x","conditions":[]}""", "conditions")]
    [InlineData("""{"conditions":[{"type":"providerOutage"}]}""", "name")]
    [InlineData("""{"name":"x","conditions":[{"type":"consecutiveFailures","threshold":0}]}""", "conditions[0].threshold")]
    [InlineData("""{"name":"x","conditions":[{"type":"consecutiveFailures","threshold":"many"}]}""", "conditions[0].threshold")]
    [InlineData("""{"name":"x","conditions":[{"type":"consecutiveFailures","threshold":1,"extra":2}]}""", "conditions[0].extra")]
    [InlineData("""{"name":"x","severity":"loud","conditions":[{"type":"providerOutage"}]}""", "severity")]
    [InlineData("""{"name":"x","nmae":"y","conditions":[{"type":"providerOutage"}]}""", "nmae")]
    [InlineData("""{"name":"x","channelIds":["nowhere"],"conditions":[{"type":"providerOutage"}]}""", "channelIds[0]")]
    [InlineData("""{"name":"x","escalationPolicyId":"none","conditions":[{"type":"providerOutage"}]}""", "escalationPolicyId")]
    [InlineData("""{"name":"x","pendingMs":-1,"conditions":[{"type":"providerOutage"}]}""", "pendingMs")]
    [InlineData("""{"name":"x","conditions":[{"type":"failureKind","kinds":["nonsense"]}]}""", "conditions[0].kinds")]
    [InlineData("""{"name":"a\u0000b","conditions":[{"type":"providerOutage"}]}""", "body")]
    [InlineData("""{"name":"a\ud800b","conditions":[{"type":"providerOutage"}]}""", "body")]
    [InlineData("""["a"]""", "body")]
    [InlineData("""{""", "body")]
    public async Task Fault30_BadBody_NamesTheField(string body, string field)
    {
        await using var host = await AlertingHost.StartAsync();
        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, Rules, new StringContent(body, Encoding.UTF8, "application/json"));

        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Contain(name => name.StartsWith(field, StringComparison.Ordinal), problem.GetRawText());
    }

    [Fact]
    public async Task Fault30_BodyTooLarge_Is413()
    {
        await using var host = await AlertingHost.StartAsync();
        var body = new StringContent($$"""{"name":"{{new string('x', 300_000)}}"}""", Encoding.UTF8, "application/json");
        (await host.SendAsync(HttpMethod.Post, Rules, body)).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Channel_SecretGoesInAndNeverComesOut()
    {
        await using var host = await AlertingHost.StartAsync(services => services.AddDataProtection());
        var (status, added, _) = await host.SendAsync(HttpMethod.Post, Channels,
            new { id = "ops", name = "ops", type = "test", settings = new { url = "https://x.example/?token=abc" }, secret = "right" });
        status.Should().Be(HttpStatusCode.Created);
        added.GetRawText().Should().NotContain("right").And.NotContain("abc");
        added.GetProperty("hasSecret").GetBoolean().Should().BeTrue();

        (await TestAsync()).Should().Be((true, "200 to Test"));
        (await host.SendAsync(HttpMethod.Post, $"{Channels}/ops/test")).Status.Should().Be(HttpStatusCode.TooManyRequests);

        (await host.SendAsync(HttpMethod.Put, $"{Channels}/ops", added)).Status.Should().Be(HttpStatusCode.OK);
        (await TestAsync()).Should().Be((true, "200 to Test"), "a secret that is not sent is kept");
        var stored = (await host.Services.GetRequiredService<IAlertConfigurationStore>().ListAsync(TestContext.Current.CancellationToken))
            .Single(document => document.Kind == ConfigurationKind.Channel);
        stored.Json.Should().NotContain("token=abc", "an address may be as good as a secret");
        host.Services.GetRequiredService<IntegrationHealth.Alerting.Configuration.AlertConfiguration>().FindChannel("ops")!.Settings.GetRawText()
            .Should().Contain("token=abc", "what was answered blotted out is kept");
        stored.Secret.Should().NotContain("right").And.StartWith("CfDJ8");

        (await host.SendAsync(HttpMethod.Put, $"{Channels}/ops", new { name = "ops", type = "test", secret = "wrong" })).Status.Should().Be(HttpStatusCode.OK);
        (await TestAsync()).Should().Be((false, "401"));
        (await host.GetAsync("admin", "/api/admin/audit?subjectId=ops")).GetRawText().Should().NotContain("right").And.NotContain("wrong");

        async Task<(bool, string)> TestAsync()
        {
            host.Time.Advance(TimeSpan.FromSeconds(3));
            var (tested, answer, _) = await host.SendAsync(HttpMethod.Post, $"{Channels}/ops/test");
            tested.Should().Be(HttpStatusCode.OK);
            return (answer.GetProperty("delivered").GetBoolean(), answer.GetProperty("detail").GetString()!);
        }
    }

    [Theory]
    [InlineData("""{"name":"x","type":"pigeon"}""", "type")]
    [InlineData("""{"name":"x","type":"test","settings":{"bad":1}}""", "settings.bad")]
    [InlineData("""{"name":"x","type":"test","timeZone":"Nowhere"}""", "timeZone")]
    [InlineData("""{"name":"x","type":"test","digest":"often"}""", "digest")]
    public async Task Channel_WithMistakes_Is400(string body, string field)
    {
        await using var host = await AlertingHost.StartAsync();
        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, Channels, new StringContent(body, Encoding.UTF8, "application/json"));
        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Contain(field);
    }

    [Theory]
    [InlineData("""{"matchers":[],"endsAt":"2027-01-01T00:00:00Z"}""", "matchers")]
    [InlineData("""{"matchers":[{"label":"provider","op":"=","value":"x"}],"endsAt":"2025-01-01T00:00:00Z"}""", "endsAt")]
    [InlineData("""{"matchers":[{"label":"provider","op":"=","value":"x"}]}""", "endsAt")]
    [InlineData("""{"matchers":[{"label":"provider","op":"~~","value":"x"}],"endsAt":"2027-01-01T00:00:00Z"}""", "matchers[0].op")]
    [InlineData("""{"matchers":[{"label":"provider","op":"=~","value":"("}],"endsAt":"2027-01-01T00:00:00Z"}""", "matchers[0].value")]
    [InlineData("""{"matchers":[{"label":"provider","op":"=","value":"x"}],"startsAt":"2026-06-01T00:00:00Z","endsAt":"2026-05-01T00:00:00Z"}""", "endsAt")]
    public async Task Silence_WithMistakes_Is400(string body, string field)
    {
        await using var host = await AlertingHost.StartAsync();
        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, "/api/admin/silences", new StringContent(body, Encoding.UTF8, "application/json"));
        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Contain(field);
    }

    [Fact]
    public async Task SilencesWindowsAndPolicies_GoRound()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.SendAsync(HttpMethod.Post, Channels, new { id = "ops", name = "ops", type = "test" });
        foreach (var (path, body) in ((string, object)[])
            [("silences", new { matchers = new[] { new { label = "provider", op = "=~", value = "sla.*" } }, endsAt = "2026-02-01T00:00:00Z", comment = "c" }),
                ("maintenance-windows", new { name = "w", cron = "30 2 * * *", durationMs = 5_400_000, timeZone = "America/New_York" }),
                ("escalation-policies", new { name = "p", steps = new[] { new { delayMs = 300_000, channelIds = new[] { "ops" } } } })])
        {
            var (status, added, location) = await host.SendAsync(HttpMethod.Post, $"/api/admin/{path}", body);
            status.Should().Be(HttpStatusCode.Created, added.GetRawText());
            (await host.GetAsync("admin", location!.OriginalString)).GetRawText().Should().Be(added.GetRawText());
            (await host.GetAsync("admin", $"/api/admin/{path}")).GetProperty("items").EnumerateArray().Should().ContainSingle();
            (await host.SendAsync(HttpMethod.Delete, location.OriginalString)).Status.Should().Be(HttpStatusCode.NoContent);
        }
    }

    [Fact]
    public async Task Alert_IsListedReadSilencedAcknowledgedAndResolved()
    {
        await using var host = await AlertingHost.StartAsync();
        var id = await host.FireAsync();
        var alert = await host.GetAsync("admin", $"/api/admin/alerts/{id}");
        (alert.GetProperty("state").GetString(), alert.GetProperty("integrationId").GetString()).Should().Be(("firing", "one"));
        alert.GetProperty("timeline")[0].GetProperty("event").GetString().Should().Be("fired");
        (await host.GetAsync("admin", "/api/admin/alerts?state=resolved")).GetProperty("items").GetArrayLength().Should().Be(0);
        (await host.GetAsync("admin", "/api/admin/alerts?state=firing&severity=warning&provider=test&integrationId=one")).GetProperty("items").GetArrayLength().Should().Be(1);

        var (_, silence, _) = await host.SendAsync(HttpMethod.Post, "/api/admin/silences",
            new { matchers = new[] { new { label = "integrationId", op = "=", value = "one" } }, endsAt = "2026-02-01T00:00:00Z" });
        (await host.GetAsync("admin", $"/api/admin/alerts/{id}")).GetProperty("suppressedBy")[0].GetString().Should().Be($"silence:{silence.GetProperty("id").GetString()}");

        var (status, acknowledged, _) = await host.SendAsync(HttpMethod.Post, $"/api/admin/alerts/{id}/acknowledge", new { comment = "mine" });
        (status, acknowledged.GetProperty("acknowledged").GetProperty("by").GetString()).Should().Be((HttpStatusCode.OK, "admin"));
        var (resolved, answer, _) = await host.SendAsync(HttpMethod.Post, $"/api/admin/alerts/{id}/resolve");
        (resolved, answer.GetProperty("state").GetString(), answer.GetProperty("resolvedReason").GetString()).Should().Be((HttpStatusCode.OK, "resolved", "manual"));
        (await host.SendAsync(HttpMethod.Post, $"/api/admin/alerts/{id}/resolve")).Status.Should().Be(HttpStatusCode.Conflict);
        (await host.SendAsync(HttpMethod.Post, "/api/admin/alerts/none/acknowledge")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Alerts_WithoutAState_AreAll_PendingOnesToo()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.AddAsync(Some.Integration("one"));
        await host.SendAsync(HttpMethod.Post, Rules, new { id = "slow", name = "Later", pendingMs = 60_000, conditions = new[] { new { type = "consecutiveFailures", threshold = 1 } } });
        await host.FailAsync("one");

        (await StatesAsync("ruleId=slow")).Should().Equal("pending");
        (await StatesAsync("ruleId=slow&state=pending,firing")).Should().Equal("pending");
        (await StatesAsync("ruleId=slow&state=firing")).Should().BeEmpty();

        async Task<IEnumerable<string?>> StatesAsync(string query) => (await host.GetAsync("admin", $"/api/admin/alerts?{query}"))
            .GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("state").GetString()).ToList();
    }

    [Theory]
    [InlineData("acknowledge", "", "application/json", HttpStatusCode.OK)]
    [InlineData("resolve", "", "application/json", HttpStatusCode.OK)]
    [InlineData("acknowledge", "null", "application/json", HttpStatusCode.OK)]
    [InlineData("acknowledge", "", "text/plain", HttpStatusCode.OK)]
    [InlineData("acknowledge", "mine", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("acknowledge", " ", "application/json", HttpStatusCode.BadRequest)]
    public async Task Act_WithoutAComment_NeedsNoBody_WhateverItsType(string verb, string body, string type, HttpStatusCode expected)
    {
        await using var host = await AlertingHost.StartAsync();
        var id = await host.FireAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, type);

        var (status, answer, _) = await host.SendAsync(HttpMethod.Post, $"/api/admin/alerts/{id}/{verb}", content);

        status.Should().Be(expected, answer.GetRawText());
    }

    [Fact]
    public async Task Alerts_AreFoundByText_AndCursorsHoldForTheirTextOnly()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.FireAsync();
        await host.AddAsync(Some.Integration("two"));
        await host.FailAsync("two");

        (await host.GetAsync("admin", "/api/admin/alerts?q=TWO")).GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("integrationId").GetString()).Should().Equal("two");
        (await host.GetAsync("admin", "/api/admin/alerts?q=nothing-like-this")).GetProperty("items").GetArrayLength().Should().Be(0);
        var cursor = (await host.GetAsync("admin", "/api/admin/alerts?q=test&limit=1")).GetProperty("nextCursor").GetString();
        (await host.GetAsync("admin", $"/api/admin/alerts?q=test&limit=1&cursor={cursor}")).GetProperty("items").GetArrayLength().Should().Be(1);
        (await host.SendAsync(HttpMethod.Get, $"/api/admin/alerts?q=tes&limit=1&cursor={cursor}")).Status.Should().Be(HttpStatusCode.BadRequest);

        (await host.SendAsync(HttpMethod.Get, $"/api/admin/alerts?q={new string('x', 100)}")).Status.Should().Be(HttpStatusCode.OK);
        var (status, problem, _) = await host.SendAsync(HttpMethod.Get, $"/api/admin/alerts?q={new string('x', 101)}");
        (status, problem.GetProperty("errors").EnumerateObject().Single().Name).Should().Be((HttpStatusCode.BadRequest, "q"));
    }

    [Fact]
    public async Task Preview_AnswersWithoutSaving()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.AddAsync(Some.Integration("one"));
        await host.FailAsync("one");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var (status, answer, _) = await host.SendAsync(HttpMethod.Post, $"{Rules}/preview", AlertingHost.Rule("trial"));

        status.Should().Be(HttpStatusCode.OK, answer.GetRawText());
        (answer.GetProperty("alertCount").GetInt32(), answer.GetProperty("checks").GetInt32()).Should().Be((1, 1));
        (await host.SendAsync(HttpMethod.Get, $"{Rules}/trial")).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.SendAsync(HttpMethod.Post, $"{Rules}/preview?from=2026-01-02&to=2026-01-01", AlertingHost.Rule("trial"))).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.SendAsync(HttpMethod.Post, $"{Rules}/preview?to=0001-01-02", AlertingHost.Rule("trial"))).Status.Should().Be(HttpStatusCode.OK, "nothing is that old");
    }

    [Theory]
    [InlineData("/api/admin/alerts")]
    [InlineData("/api/admin/alert-rules")]
    [InlineData("/api/admin/notification-channels")]
    [InlineData("/api/admin/silences")]
    [InlineData("/api/admin/maintenance-windows")]
    [InlineData("/api/admin/escalation-policies")]
    public async Task Fault31_Owners_AreRefused(string path)
    {
        await using var host = await AlertingHost.StartAsync();
        (await host.SendAsync(HttpMethod.Get, path, user: "alice")).Status.Should().Be(HttpStatusCode.Forbidden);
        (await host.SendAsync(HttpMethod.Get, path, user: null)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await host.SendAsync(HttpMethod.Get, path)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task FixedRule_CannotBeChanged()
    {
        await using var host = await TestHost.StartAsync(TestHost.Build(health => health.AddAlertRule(new()
        {
            Id = "fixed",
            Name = "fixed",
            Conditions = [new IntegrationHealth.Alerting.Rules.ProviderOutageCondition()],
        })), app => Microsoft.AspNetCore.Builder.IntegrationHealthEndpointRouteBuilderExtensions.MapIntegrationHealth(app, TestHost.Policies));
        (await host.SendAsync(HttpMethod.Delete, $"{Rules}/fixed")).Status.Should().Be(HttpStatusCode.Conflict);
    }
}
