using System.Net;
using System.Text.Json;

namespace IntegrationHealth.Tests.Alerting;

public sealed class TemplatePreviewTests
{
    private const string Preview = "/api/admin/notification-channels/preview";

    [Theory]
    [InlineData("slack", "text", null, "{{ type }}: {{ alert.name }}", "alert.firing: Example integration")]
    [InlineData("slack", "text", "resolved", "{{ type }}: {{ alert.state }}", "alert.resolved: resolved")]
    [InlineData("webhook", "body", "test", "{\"text\":{{ alert.message | json }}}", "{\"text\":\"This is a test. Nothing is wrong, and nothing is to be done.\"}")]
    public async Task Preview_RendersASampleOfTheEvent(string type, string part, string? @event, string template, string expected)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, answer, _) = await host.SendAsync(HttpMethod.Post, Preview, new { type, part, @event, template });

        status.Should().Be(HttpStatusCode.OK, answer.ToString());
        answer.GetProperty("text").GetString().Should().Be(expected);
    }

    [Theory]
    [InlineData("slack", "text", null, "one\ntwo {% if alert %}\nnever closed", "template", true)]
    [InlineData("slack", "text", null, "one\n  {% for i in (1..9) %}x{% endfor %}", "template", true)]
    [InlineData("slack", "text", null, "{% for a in alerts %}{% assign s = 'x' %}{% for i in s %}{% endfor %}{% endfor %}{{ 'x' | append: '{{' }}{% if %}", "template", true)]
    [InlineData("slack", "footer", null, "x", "part", false)]
    [InlineData("slack", "text", "started", "x", "part", false)]
    [InlineData("pigeon", "text", null, "x", "type", false)]
    public async Task Preview_Mistake_NamesTheFieldAndWhereItIs(string type, string part, string? @event, string template, string field, bool hasPosition)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, Preview, new { type, part, @event, template });

        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal([field], problem.GetRawText());
        problem.TryGetProperty("line", out var line).Should().Be(hasPosition, problem.GetRawText());
        if (!hasPosition)
            return;
        line.GetInt32().Should().BeInRange(1, 3);
        problem.GetProperty("column").GetInt32().Should().BePositive();
    }

    [Fact]
    public async Task Preview_LineAndColumn_AreThoseOfTheMistake()
    {
        await using var host = await AlertingHost.StartAsync();

        var (_, problem, _) = await host.SendAsync(
            HttpMethod.Post, Preview, new { type = "slack", part = "text", template = "one\n  {% for i in (1..9) %}x{% endfor %}" });

        (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()).Should().Be((2, 15));
    }

    [Theory]
    [InlineData("x (3:4)", "x", "part")]
    [InlineData("text", "{{ 'a is unknown; b (7:9)' | date: alert }}{% for a in alerts %}{% for b in 'x (7:9)' | split: '' %}{% endfor %}", "template")]
    public async Task Preview_WordsThatLookLikeAnErrorsWords_AreNotTakenForIt(string part, string template, string field)
    {
        await using var host = await AlertingHost.StartAsync();

        var (_, problem, _) = await host.SendAsync(HttpMethod.Post, Preview, new { type = "slack", part, template });

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal([field], problem.GetRawText());
        if (problem.TryGetProperty("line", out var line))
            line.GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("{}", "type")]
    [InlineData("""{"type":"slack","part":"text"}""", "template")]
    [InlineData("""{"type":"slack","part":"text","template":"x","extra":1}""", "extra")]
    public async Task Preview_BadBody_NamesTheField(string body, string field)
    {
        await using var host = await AlertingHost.StartAsync();

        var (status, problem, _) = await host.SendAsync(HttpMethod.Post, Preview, JsonDocument.Parse(body).RootElement);

        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Contain(field);
    }

    [Theory]
    [InlineData("POST", Preview)]
    [InlineData("GET", "/api/admin/alert-rule-faults")]
    public async Task Owner_IsRefused(string method, string path)
    {
        await using var host = await AlertingHost.StartAsync();

        (await host.SendAsync(new HttpMethod(method), path, method == "POST" ? new { } : null, user: "alice")).Status.Should().Be(HttpStatusCode.Forbidden);
        (await host.SendAsync(new HttpMethod(method), path, method == "POST" ? new { } : null, user: null)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }
}
