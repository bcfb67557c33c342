using System.Collections.Concurrent;
using System.ComponentModel;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Preview;
using IntegrationHealth.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Everything about alerting that administrators configure, look at and try.</summary>
internal static class AlertingEndpoints
{
    /// <summary>Where its routes stand under the administrators' group.</summary>
    public static readonly string[] Paths =
    [
        "/alerts", "/alert-rules", "/alert-rule-faults", "/notification-channels", "/dead-notifications", "/silences", "/maintenance-windows", "/escalation-policies",
    ];

    /// <summary>Shortest time between two tests of one channel: a test button is no way to flood a receiver.</summary>
    private static readonly TimeSpan TestInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PreviewWindow = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestPreview = TimeSpan.FromDays(31);

    private static readonly AlertRuleResource Rules = new();

    public static void Map(RouteGroupBuilder administrators)
    {
        AlertEndpoints.Map(administrators);
        var rules = Rules.Map(administrators);
        rules.MapPost("/preview", PreviewAsync).ChangesNothing().TakesBody()
            .WithName("PreviewAlertRule").WithSummary("When a rule would have fired over the stored history, and how many notifications it would have sent")
            .Accepts<IntegrationHealth.Alerting.Rules.AlertRule>("application/json").Produces<RulePreviewAnswer>();

        administrators.MapGet("/alert-rule-faults", (RuleFaults faults) => new JsonAnswer<RuleFaultList>(
                new RuleFaultList([.. faults.List().Select(RuleFaultItem.From)]), AlertingAnswersJson.Default.RuleFaultList))
            .WithName("ListAlertRuleFaults").WithSummary("Rules that the answering host cannot judge or read, and why")
            .Produces<RuleFaultList>().Produces(StatusCodes.Status304NotModified);

        var channels = new NotificationChannelResource().Map(administrators);
        var lastTests = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        channels.MapPost("/{id}/test", (string id, HttpContext http, AlertConfiguration configuration, ChannelDirectory directory, ChannelTester tester, TimeProvider time) =>
                TestAsync(id, http, configuration, directory, tester, time, lastTests))
            .Audited("notificationChannel.tested")
            .WithName("TestNotificationChannel").WithSummary("Send a test message now, and say what the far end said")
            .Produces<ChannelTestAnswer>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        channels.MapPost("/preview", TemplatePreview.RunAsync).ChangesNothing().TakesBody()
            .WithName("PreviewNotificationTemplate").WithSummary("What a Liquid template makes of a sample event; an error says its line and column")
            .Accepts<TemplatePreviewBody>("application/json").Produces<TemplatePreviewAnswer>();

        DeadNotificationEndpoints.Map(administrators);
        new SilenceResource().Map(administrators, canChange: false);
        new MaintenanceWindowResource().Map(administrators);
        new EscalationPolicyResource().Map(administrators);
    }

    private static async Task<IResult> PreviewAsync([AsParameters] RulePreviewParameters _, HttpContext http, RulePreview preview, TimeProvider time)
    {
        var reader = new QueryReader(http.Request, "from", "to");
        var to = reader.Time("to") ?? time.GetUtcNow();
        var from = reader.Time("from") ?? (to - DateTimeOffset.MinValue > PreviewWindow ? to - PreviewWindow : DateTimeOffset.MinValue);
        if (from >= to)
            reader.Fail("from", "'from' is not before 'to'.");
        if (to - from > LongestPreview)
            reader.Fail("from", $"'from' is more than {LongestPreview.Days} days before 'to'.");
        reader.ThrowIfInvalid();
        var (rule, _) = await Rules.ReadAsync(http, "preview", null);
        var found = await preview.RunAsync(rule, from, to, http.RequestAborted);
        return new JsonAnswer<RulePreviewAnswer>(RulePreviewAnswer.Of(found), AlertingAnswersJson.Default.RulePreviewAnswer);
    }

    private static async Task<IResult> TestAsync(
        string id, HttpContext http, AlertConfiguration configuration, ChannelDirectory directory, ChannelTester tester, TimeProvider time,
        ConcurrentDictionary<string, DateTimeOffset> lastTests)
    {
        if (configuration.FindChannel(id) is not { } channel)
            return Problems.NotFoundHere();
        if (directory.TypeOf(channel) is null)
            return Problems.AlertState($"No channel of the type '{channel.Type}' is registered in this host.");
        var now = time.GetUtcNow();
        if (lastTests.TryGetValue(id, out var last) && now >= last && now - last < TestInterval)
            return Problems.TestedAMomentAgo(TestInterval - (now - last));
        lastTests[id] = now;

        var started = time.GetTimestamp();
        if (await tester.TestAsync(id, http.RequestAborted) is not { } outcome)
            return Problems.NotFoundHere();
        AuditNote.Of(http).SubjectId = id;
        return new JsonAnswer<ChannelTestAnswer>(
            new ChannelTestAnswer(outcome.Status == DeliveryStatus.Delivered, outcome.Status, outcome.Detail, (long)time.GetElapsedTime(started).TotalMilliseconds),
            AlertingAnswersJson.Default.ChannelTestAnswer);
    }
}

/// <summary>Query parameters of a preview, for the OpenAPI document.</summary>
internal sealed record RulePreviewParameters
{
    [FromQuery(Name = "from"), Description("Begin of the history looked at, ISO 8601; at most 31 days before the end. Default 7 days before it.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Its end, ISO 8601. Default now.")]
    public string? To { get; init; }
}
