using System.Diagnostics.CodeAnalysis;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace IntegrationHealth.Tests.Alerting.Templates;

public sealed class MessageTemplatesTests
{
    private readonly FakeLogger<MessageTemplates> _log = new();

    [Theory]
    [InlineData("{{ severity }}: {{ alert.name }} – {{ alert.message }}", "critical: Alice's Gmail – Google no longer accepts this connection.")]
    [InlineData("{% for a in alerts %}{{ a.provider | upcase }} {{ a.tags | join: ',' }}{% endfor %}", "GMAIL prod")]
    [InlineData("{% if type == 'alert.firing' %}{{ count }}/{{ truncated }} {{ reason }}{% endif %}", "1/0 first")]
    [InlineData("{{ alert.firedAt | date: '%H:%M' }} {{ alert.actionUrl }}", "11:59 https://host.example/connect/gmail?id=1&x=2")]
    [InlineData("{{ nothing.at.all }}{{ alert.GetType }}{{ alert.id.Length }}{{ alerts.Capacity }}", "")]
    public async Task Render_Template_HasTheAlertAndNothingElse(string source, string expected) =>
        (await RenderAsync(source)).Should().Be(expected);

    [Fact]
    public async Task Render_TemplateForTheEvent_GoesBeforeTheGeneralOne()
    {
        var templates = new Dictionary<string, string> { ["body"] = "general", ["resolved.body"] = "over" };

        (await RenderAsync(templates, Messages.Firing())).Should().Be("general");
        (await RenderAsync(templates, Messages.Resolved())).Should().Be("over");
        (await RenderAsync(new Dictionary<string, string> { ["resolved.body"] = "over" }, Messages.Firing())).Should().BeNull();
    }

    [Theory]
    [InlineData(TemplateEscaping.Html, "&lt;b&gt; &amp; &lt;!channel&gt; [x](y)")]
    [InlineData(TemplateEscaping.Slack, "&lt;b&gt; &amp; &lt;!channel&gt; [x](y)")]
    [InlineData(TemplateEscaping.Markdown, @"\<b\> & \<!channel\> \[x\]\(y\)")]
    [InlineData(TemplateEscaping.None, "<b> & <!channel> [x](y)")]
    public async Task Render_ValuesWithMarkup_AreEscapedForTheChannel(object escaping, string expected)
    {
        var message = Messages.Firing(alerts: [Messages.Told(Messages.Alert(name: "<b> & <!channel> [x](y)"))]);

        (await RenderAsync("{{ alert.name }}", (TemplateEscaping)escaping, message)).Should().Be(expected);
    }

    [Theory]
    [InlineData("{% for a in alerts %}{% for b in alerts %}{% for c in alerts %}x{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% assign s = 'xxxxxxxx' %}{% for a in alerts %}{% assign s = s | append: s %}{% endfor %}{{ s }}")]
    [InlineData("{% assign s = 'xxxxxxxx' %}{% for a in alerts %}{% assign s = s | replace: 'x', s %}{% endfor %}{{ s }}")]
    [InlineData("{% assign l = alerts %}{% for a in alerts %}{% assign l = l | concat: l %}{% endfor %}{{ l | size }}")]
    [InlineData("{% for a in alerts %}{% for b in alerts %}{{ a.message }}{{ b.message }}{% endfor %}{% endfor %}")]
    public async Task Render_TemplateThatAsksForTooMuch_FallsBackToTheBuiltInText(string source)
    {
        var message = Messages.Many(50);
        message = message with { Alerts = [.. message.Alerts.Select(told => told with { Alert = told.Alert with { Message = new string('m', 500) } })] };

        (await RenderAsync(source, TemplateEscaping.None, message)).Should().BeNull();

        _log.Collector.LatestRecord.Message.Should().Contain("body of channel ops failed");
    }

    /// <summary>The filter would have made the text before anybody could measure it.</summary>
    [Theory]
    [InlineData("{{ 'now' | date: '%20000000d' }}")]
    [InlineData("{% assign width = '2000' | append: '0000' %}{% assign f = '%' | append: width | append: 'd' %}{{ 'now' | date: f }}")]
    [InlineData("{{ 'now' | format_date: '%20000000d' }}")]
    [InlineData("{{ 1 | format_number: 'F20000000' }}")]
    [InlineData("{{ '{0,20000000}' | format_string: 1 }}")]
    [InlineData("{% assign s = 'xxxxxxxx' %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{{ s | replace: 'x', s }}")]
    public async Task Render_FilterThatWouldMakeTooMuch_IsNotCalled(string source)
    {
        await RenderAsync("{{ alert.name }}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var text = await RenderAsync(source);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4_000_000);
        text.Should().BeNull();
        _log.Collector.LatestRecord.Exception.Should().BeOfType<TemplateLimitException>(source);
    }

    [Theory]
    [InlineData("{{ '2026-01-02' | date: '%Y-%m-%d %10d' }}", "2026-01-02 0000000002")]
    [InlineData("{{ 1.5 | format_number: 'F3' }}", "1.500")]
    [InlineData("{{ 'a-b' | replace: '-', ' to ' }}", "a to b")]
    public async Task Render_FilterWithinBounds_IsCalled(string source, string expected) => (await RenderAsync(source)).Should().Be(expected);

    [Theory]
    [InlineData("{% for i in (1..2000000000) %}x{% endfor %}", "range")]
    [InlineData("{% assign n = 99999 | times: 9999 %}{% if true %}{% for i in (1..n) %}x{% endfor %}{% endif %}", "range")]
    [InlineData("{% capture s %}x{% endcapture %}", "capture")]
    [InlineData("{% include 'etc/passwd' %}", "include")]
    [InlineData("{% render 'x' %}", "render")]
    public void Validate_TagsThatAreNotAllowed_AreNamed(string source, string named) =>
        Errors("body", source).Should().ContainSingle().Which.Message.Should().Contain(named);

    /// <summary>Fault 29: filters are no statements, and one may go through thousands of characters.</summary>
    [Fact]
    public async Task Render_ChainOfFiltersWithinLoops_FallsBackToTheBuiltInText()
    {
        var message = Messages.Many(50);
        var chain = string.Concat(Enumerable.Repeat("|upcase|downcase", 900));

        (await RenderAsync($"{{% for a in alerts %}}{{% for b in alerts %}}{{% assign s = a.message {chain} %}}{{% endfor %}}{{% endfor %}}", TemplateEscaping.None, message)).Should().BeNull();

        _log.Collector.LatestRecord.Exception.Should().BeOfType<TemplateLimitException>().Which.Message.Should().Contain("10000 filters");
    }

    [Fact]
    public async Task Render_FiltersOverLongTexts_FallBackToTheBuiltInText()
    {
        var message = Messages.Many(50);
        message = message with { Alerts = [.. message.Alerts.Select(told => told with { Alert = told.Alert with { Message = new string('m', 8_000) } })] };

        (await RenderAsync("{% for a in alerts %}{% for b in alerts %}{% assign s = a.message | upcase %}{% endfor %}{% endfor %}x", TemplateEscaping.None, message)).Should().BeNull();

        _log.Collector.LatestRecord.Exception.Should().BeOfType<TemplateLimitException>().Which.Message.Should().Contain("4000000 characters");
    }

    [Fact]
    public async Task Render_EveryValueOfFiftyAlertsThroughAFilter_IsNotTooMuch()
    {
        var values = string.Concat(Enumerable.Repeat("{{ a.name | upcase }}", 30));

        (await RenderAsync($"{{% for a in alerts %}}{values}{{% endfor %}}", TemplateEscaping.None, Messages.Many(50))).Should().HaveLength(50 * 30 * 14 - (30 * 10));
    }

    [Fact]
    public void Render_AttemptIsOver_EndsInTheMiddle()
    {
        using var over = new CancellationTokenSource();
        var budget = new RenderBudget(over.Token);
        using var writer = new CappedWriter(100, over.Token);
        budget.SpendOnFilter(new Fluid.Values.StringValue("x"), Fluid.FilterArguments.Empty);
        writer.Write("x");

        over.Cancel();

        FluentActions.Invoking(() => budget.SpendOnFilter(new Fluid.Values.StringValue("x"), Fluid.FilterArguments.Empty)).Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => writer.Write("x")).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Validate_ThousandsOfComparisons_AreRefused() =>
        Errors("body", $"{{% if {string.Join(" or ", Enumerable.Repeat("id == 'x'", 1_000))} %}}x{{% endif %}}").Should().ContainSingle()
            .Which.Message.Should().Contain("1999 comparisons").And.Contain("at most 100");

    [Fact]
    public void Validate_SyntaxError_SaysTheLine()
    {
        var error = Errors("body", "line one\nline two {% if alert %}\nnever closed").Should().ContainSingle().Subject;

        error.Field.Should().Be("templates.body");
        error.Message.Should().MatchRegex(@"\(\d+:\d+\)");
    }

    [Fact]
    public void Validate_Range_SaysTheLineAndColumn() =>
        Errors("body", "one\n  {% for i in (1..9) %}x{% endfor %}").Should().ContainSingle().Which.Message.Should().Contain("(2:15)");

    [Theory]
    [InlineData("footer")]
    [InlineData("started.body")]
    [InlineData("resolved.footer")]
    [InlineData("")]
    public void Validate_UnknownKey_SaysWhichThereAre(string key) =>
        Errors(key, "x").Should().ContainSingle().Which.Message.Should().Contain("allowed is body");

    [Fact]
    public void Validate_TooLong_IsRefused() => Errors("body", new string('x', 20_000)).Should().ContainSingle().Which.Message.Should().Contain("16384");

    [Fact]
    public async Task Preview_ShowsTheSampleOfTheEvent()
    {
        await using var bench = await ChannelBench.StartAsync();
        var tester = bench.Services.GetRequiredService<ChannelTester>();

        (await tester.PreviewAsync("slack", "resolved.text", "{{ type }} {{ alert.state }}")).Should().Be("alert.resolved resolved");
        var refused = await tester.Invoking(it => it.PreviewAsync("slack", "text", "{% if %}")).Should().ThrowAsync<TemplateRefusedException>();
        refused.Which.Refusal.Should().BeOfType<TemplateSyntaxRefusal>().Which.Field.Should().Be("templates.text");
    }

    [Fact]
    public async Task Send_TemplateOfTheChannel_IsWhatGoesOut()
    {
        await using var bench = await ChannelBench.StartAsync();
        var templates = new Dictionary<string, string> { ["body"] = "{\"text\":{{ alert.message | json }}}" };

        await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }, Messages.Secret, templates), Messages.Firing());

        bench.Only.Text.Should().Be("{\"text\":\"Google no longer accepts this connection.\"}");
    }

    private static List<IntegrationValidationError> Errors(string key, string source) =>
        [.. MessageTemplates.Validate(Messages.Channel("webhook", new { }, templates: new Dictionary<string, string> { [key] = source }), ["body"])];

    private Task<string?> RenderAsync([StringSyntax("liquid")] string source, TemplateEscaping escaping = TemplateEscaping.None, NotificationMessage? message = null) =>
        RenderAsync(new Dictionary<string, string> { ["body"] = source }, message ?? Messages.Firing(), escaping);

    private async Task<string?> RenderAsync(
        Dictionary<string, string> templates, NotificationMessage message, TemplateEscaping escaping = TemplateEscaping.None) =>
        await new MessageTemplates(_log).RenderAsync(
            Messages.Channel("webhook", new { }, templates: templates), message, "body", escaping, TestContext.Current.CancellationToken);
}
