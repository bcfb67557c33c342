using System.Text;
using System.Text.Json;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.PagerDuty;
using IntegrationHealth.Alerting.Channels.Slack;
using IntegrationHealth.Alerting.Channels.Teams;
using IntegrationHealth.Alerting.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace IntegrationHealth.Tests.Alerting.Channels;

public sealed class VendorChannelTests
{
    [Fact]
    public async Task Slack_Firing_HasBlocksAndButtons()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) => context.Response.WriteAsync("ok");

        var outcome = await bench.SendAsync(Messages.Channel("slack", new { }, bench.Server.Address.ToString()), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Delivered);
        var blocks = bench.Only.Json.GetProperty("blocks").EnumerateArray().ToList();
        blocks.Select(block => block.GetProperty("type").GetString()).Should().Equal("header", "section", "actions", "context");
        blocks[1].GetProperty("text").GetProperty("text").GetString().Should().Contain("Google no longer accepts this connection.");
        var buttons = blocks[2].GetProperty("elements").EnumerateArray().ToList();
        buttons.Select(button => button.GetProperty("text").GetProperty("text").GetString())
            .Should().Equal("Reconnect", "Acknowledge", "Resolve", "Documentation");
        buttons[0].GetProperty("url").GetString().Should().Be("https://host.example/connect/gmail?id=1&x=2");
        bench.Only.Json.GetProperty("text").GetString().Should().Contain("Three failures");
    }

    [Fact]
    public async Task Slack_TemplateLongerThanSlackTakes_IsCut_AndTheLogSaysSo()
    {
        var log = FakeLogCollector.Create(new FakeLogCollectorOptions());
        await using var bench = await ChannelBench.StartAsync(health => health.Services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log))));
        var channel = Messages.Channel("slack", new { }, bench.Server.Address.ToString()) with { Templates = new Dictionary<string, string> { ["text"] = new('x', 4_000) } };

        await bench.SendAsync(channel, Messages.Firing());

        bench.Only.Json.GetProperty("blocks")[1].GetProperty("text").GetProperty("text").GetString().Should().HaveLength(3_000).And.EndWith("…");
        log.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "TextCut").Which.Message.Should().Contain("4000");
    }

    [Fact]
    public void Slack_MarkupInNames_CallsNobody()
    {
        var message = Messages.Firing(alerts: [Messages.Told(Messages.Alert(name: "<!channel> <@U1>", message: "<http://evil|ok> & more"))]);

        var text = Encoding.UTF8.GetString(SlackMessage.Write(message, null, null));
        using var json = JsonDocument.Parse(text);
        var section = json.RootElement.GetProperty("blocks")[1].GetProperty("text").GetProperty("text").GetString();

        section.Should().Contain("&lt;!channel&gt;").And.Contain("&lt;http://evil|ok&gt; &amp; more").And.NotContain("<!");
    }

    [Fact]
    public void Slack_ManyLongAlerts_StaysWithinTheLimits()
    {
        var message = Messages.Firing(alerts: [.. Enumerable.Range(0, 50).Select(index => Messages.Told(
            Messages.Alert($"a{index}", new string('n', 200), new string('&', 2_000))))]) with
        { Truncated = 19_950, RuleName = new string('r', 200) };

        using var json = JsonDocument.Parse(SlackMessage.Write(message, null, null));

        var blocks = json.RootElement.GetProperty("blocks").EnumerateArray().ToList();
        blocks.Count.Should().BeLessThanOrEqualTo(50);
        blocks[0].GetProperty("text").GetProperty("text").GetString()!.Length.Should().BeLessThanOrEqualTo(150);
        var section = blocks[1].GetProperty("text").GetProperty("text").GetString()!;
        section.Length.Should().BeLessThanOrEqualTo(3_000);
        section.Should().MatchRegex(@"and [\d,]+ more_$");
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    public void Links_OfAnotherScheme_AreLeftOut(string url)
    {
        var told = Messages.Told(Messages.Alert()) with { ActionUrl = url, AcknowledgeUrl = url, ResolveUrl = url, DocsUrl = url };

        var text = Encoding.UTF8.GetString(SlackMessage.Write(Messages.Firing(alerts: [told]), null, null));

        text.Should().NotContain("actions").And.NotContain(url);
    }

    [Theory]
    [InlineData(404, "no_service", DeliveryStatus.Gone)]
    [InlineData(410, "channel_is_archived", DeliveryStatus.Gone)]
    [InlineData(403, "invalid_token", DeliveryStatus.Gone)]
    [InlineData(403, "action_prohibited", DeliveryStatus.Retry)]
    [InlineData(400, "invalid_payload", DeliveryStatus.Rejected)]
    [InlineData(429, "rate_limited", DeliveryStatus.Retry)]
    [InlineData(500, "rollup_error", DeliveryStatus.Retry)]
    public async Task Slack_Errors_AreJudgedAsSlackDocumentsThem(int status, string body, DeliveryStatus expected)
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = status;
            if (status == 429)
                context.Response.Headers.RetryAfter = "30";
            return context.Response.WriteAsync(body);
        };

        var outcome = await bench.SendAsync(Messages.Channel("slack", new { url = bench.Server.Address }), Messages.Firing());

        outcome.Status.Should().Be(expected);
        outcome.Detail.Should().Contain(body);
        if (status == 429)
            outcome.RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Teams_Firing_IsAnAdaptiveCard()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = 202;
            return Task.CompletedTask;
        };

        var outcome = await bench.SendAsync(Messages.Channel("teams", new { }, bench.Server.Address.ToString()), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Delivered);
        var attachment = bench.Only.Json.GetProperty("attachments")[0];
        bench.Only.Json.GetProperty("type").GetString().Should().Be("message");
        attachment.GetProperty("contentType").GetString().Should().Be("application/vnd.microsoft.card.adaptive");
        var card = attachment.GetProperty("content");
        card.GetProperty("type").GetString().Should().Be("AdaptiveCard");
        card.GetProperty("body")[0].GetProperty("color").GetString().Should().Be("Attention");
        card.GetProperty("actions")[0].GetProperty("type").GetString().Should().Be("Action.OpenUrl");
        card.GetProperty("actions").GetArrayLength().Should().Be(4);
    }

    [Fact]
    public void Teams_ManyLongAlerts_StaysUnder28KB()
    {
        var message = Messages.Firing(alerts: [.. Enumerable.Range(0, 50).Select(index => Messages.Told(
            Messages.Alert($"a{index}", new string('東', 200), new string('[', 2_000))))]);

        var body = TeamsCard.Write(message, null, null);
        var templated = TeamsCard.Write(message, null, new string('東', 60_000));

        body.Length.Should().BeLessThanOrEqualTo(28 * 1024);
        templated.Length.Should().BeLessThanOrEqualTo(28 * 1024);
        Encoding.UTF8.GetString(body).Should().Contain("more");
    }

    [Fact]
    public void Teams_MarkdownInNames_MakesNoLink()
    {
        var message = Messages.Firing(alerts: [Messages.Told(Messages.Alert(name: "[click](http://evil)"))]);

        using var json = JsonDocument.Parse(TeamsCard.Write(message, null, null));

        json.RootElement.GetProperty("attachments")[0].GetProperty("content").GetProperty("body")[1].GetProperty("text").GetString()
            .Should().StartWith(@"\[click\]\(http://evil\)");
    }

    [Theory]
    [InlineData(200, "1", DeliveryStatus.Delivered)]
    [InlineData(202, "", DeliveryStatus.Delivered)]
    [InlineData(200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId", DeliveryStatus.Retry)]
    [InlineData(404, "{\"error\":{\"code\":\"WorkflowNotFound\"}}", DeliveryStatus.Gone)]
    [InlineData(413, "too large", DeliveryStatus.Rejected)]
    [InlineData(502, "", DeliveryStatus.Retry)]
    public async Task Teams_Answers_AreJudged(int status, string body, DeliveryStatus expected)
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        (await bench.SendAsync(Messages.Channel("teams", new { url = bench.Server.Address }), Messages.Firing())).Status.Should().Be(expected);
    }

    [Fact]
    public async Task PagerDuty_OverTheLifeOfAGroup_TriggersAcknowledgesAndResolvesOneIncident()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = 202;
            return context.Response.WriteAsync("""{"status":"success","message":"Event processed","dedup_key":"x"}""");
        };
        var channel = Messages.Channel("pagerDuty", new { url = new Uri(bench.Server.Address, "/v2/enqueue") }, "0123456789abcdef0123456789abcdef");

        await bench.SendAsync(channel, Messages.Firing());
        await bench.SendAsync(channel, Messages.Firing("ntf_3") with { Type = NotificationType.Acknowledged, Reason = NotificationReason.Acknowledged });
        var outcome = await bench.SendAsync(channel, Messages.Resolved());

        outcome.Detail.Should().Contain("Event processed");
        var events = bench.Requests.Select(request => request.Json).ToList();
        events.Select(json => json.GetProperty("event_action").GetString()).Should().Equal("trigger", "acknowledge", "resolve");
        events.Select(json => json.GetProperty("dedup_key").GetString()).Distinct().Should().Equal("rule-1@ops");
        events[0].GetProperty("routing_key").GetString().Should().HaveLength(32);
        var payload = events[0].GetProperty("payload");
        payload.GetProperty("severity").GetString().Should().Be("critical");
        payload.GetProperty("source").GetString().Should().Be("integration-1");
        payload.GetProperty("summary").GetString().Should().Contain("Google no longer accepts");
        events[0].GetProperty("links").GetArrayLength().Should().Be(4);
    }

    [Fact]
    public async Task PagerDuty_SomeOfTheGroupStillFires_AndIsHeldBack_SendsNothing()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) => context.Response.WriteAsync("ok");
        var channel = Messages.Channel("pagerDuty", new { url = bench.Server.Address }, "key");

        var outcome = await bench.SendAsync(channel, Messages.Resolved() with { StillFiring = 2 });

        (outcome.Status, outcome.Detail).Should().Be((DeliveryStatus.Delivered,
            "Nothing was sent: the incident stays open, as 2 more of its alerts still fire and are held back."));
        bench.Requests.Should().BeEmpty();
    }

    [Fact]
    public void PagerDuty_HugeMessageAndKey_StayWithinTheLimits()
    {
        var message = Messages.Firing(alerts: [.. Enumerable.Range(0, 50).Select(index => Messages.Told(
            Messages.Alert($"a{index}", message: new string('東', 20_000))))]) with
        { GroupKey = new string('k', 300), RuleName = new string('r', 2_000) };

        var body = PagerDutyEvent.Write(message, "key", null);

        body.Length.Should().BeLessThanOrEqualTo(512 * 1024);
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("dedup_key").GetString()!.Length.Should().BeLessThanOrEqualTo(255);
        json.RootElement.GetProperty("payload").GetProperty("summary").GetString()!.Length.Should().BeLessThanOrEqualTo(1_024);
        json.RootElement.GetProperty("payload").GetProperty("custom_details").GetProperty("truncated").GetInt32().Should().BePositive();
    }

    [Theory]
    [InlineData(400, """{"status":"invalid event","message":"Event object is invalid","errors":["'routing_key' is invalid"]}""", DeliveryStatus.Gone)]
    [InlineData(400, """{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}""", DeliveryStatus.Gone)]
    [InlineData(400, """{"status":"invalid event","message":"Event object is invalid","errors":["'payload.severity' is invalid"]}""", DeliveryStatus.Rejected)]
    [InlineData(429, "", DeliveryStatus.Retry)]
    [InlineData(500, "", DeliveryStatus.Retry)]
    public async Task PagerDuty_Errors_AreJudgedAsPagerDutyDocumentsThem(int status, string body, DeliveryStatus expected)
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        var outcome = await bench.SendAsync(Messages.Channel("pagerDuty", new { url = bench.Server.Address }, "key"), Messages.Firing());

        outcome.Status.Should().Be(expected);
    }

    [Theory]
    [InlineData("slack", "{}", null, "settings.url")]
    [InlineData("teams", "{}", null, "settings.url")]
    [InlineData("slack", "{}", "not an address", "secret")]
    [InlineData("pagerDuty", "{}", null, "secret")]
    [InlineData("pagerDuty", """{"region":"mars"}""", "key", "settings.region")]
    public async Task Validate_WhatIsMissing_IsNamedAndASecretIsNotRepeated(string type, string settings, string? secret, string field)
    {
        await using var bench = await ChannelBench.StartAsync();

        var errors = bench.Type(type).Validate(Messages.Channel(type, JsonDocument.Parse(settings).RootElement, secret)).ToList();

        errors.Should().Contain(error => error.Field == field);
        if (secret is not null)
            errors.Should().NotContain(error => error.Message.Contains(secret, StringComparison.Ordinal));
    }
}
