using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Channels.PagerDuty;

/// <summary>Builds the event, within PagerDuty's limits: 512 KB, 1,024 characters of summary, 255 of the key. Pure.</summary>
internal static class PagerDutyEvent
{
    private const int LongestBody = 512 * 1024;
    private const int LongestSummary = 1_024;
    private const int LongestKey = 255;

    public static byte[] Write(NotificationMessage message, string routingKey, string? summary)
    {
        for (var alerts = message.Alerts.Count; ; alerts /= 2)
        {
            var body = Encoding.UTF8.GetBytes(Event(message, routingKey, summary, alerts).ToJsonString());
            if (body.Length <= LongestBody || alerts == 0)
                return body;
        }
    }

    /// <summary>What ties acknowledge and resolve to their trigger: the group, over its whole life.</summary>
    public static string DedupKey(NotificationMessage message)
    {
        // A test must not touch an incident, and two tests must not be one.
        var key = message.Type == NotificationType.Test ? message.Id : message.GroupKey;
        return key.Length <= LongestKey ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    /// <summary>
    /// True when something of the group is over, and the rest still fires and is held back: the incident stands for the group, and so stays open. Nothing is to
    /// be sent, as a trigger would open it again where a person had closed it.
    /// </summary>
    public static bool ChangesNothing(NotificationMessage message) => message.StillFiring > 0 && ActionOf(message) == "resolve";

    /// <summary>A group is resolved when nothing in it fires any more.</summary>
    public static string ActionOf(NotificationMessage message) => message.Type switch
    {
        NotificationType.Acknowledged => "acknowledge",
        NotificationType.Resolved when message.Alerts.All(item => item.Alert.State == AlertState.Resolved) => "resolve",
        _ => "trigger",
    };

    private static JsonObject Event(NotificationMessage message, string routingKey, string? summary, int alerts)
    {
        var action = ActionOf(message);
        var body = new JsonObject { ["routing_key"] = routingKey, ["event_action"] = action, ["dedup_key"] = DedupKey(message) };
        if (action != "trigger")
            return body;

        var first = message.Alerts.Count > 0 ? message.Alerts[0].Alert : null;
        body["payload"] = new JsonObject
        {
            ["summary"] = NotificationText.Shorten(summary is { Length: > 0 } ? summary : Summary(message), LongestSummary),
            ["source"] = NotificationText.Shorten(first?.IntegrationId ?? first?.Provider ?? "integration-health", LongestSummary),
            ["severity"] = message.Severity switch { AlertSeverity.Critical => "critical", AlertSeverity.Warning => "warning", _ => "info" },
            ["timestamp"] = (first?.FiredAt ?? message.Timestamp).UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["component"] = first?.Provider,
            ["group"] = message.RuleName,
            ["class"] = first?.FailureKind?.ToString(),
            ["custom_details"] = Details(message, alerts),
        };
        body["client"] = "IntegrationHealth";
        var links = new JsonArray();
        foreach (var link in MessageLinks.Of(message))
            links.Add((JsonNode)new JsonObject { ["href"] = link.Url, ["text"] = link.Text });
        if (links.Count > 0)
            body["links"] = links;
        return body;
    }

    private static string Summary(NotificationMessage message) => message.Alerts is [var only] && message.Truncated == 0
        ? $"{NotificationText.Title(message)}: {only.Alert.Message}"
        : NotificationText.Title(message);

    private static JsonObject Details(NotificationMessage message, int alerts)
    {
        var list = new JsonArray();
        foreach (var item in message.Alerts.Take(alerts))
            list.Add((JsonNode)JsonValue.Create(NotificationText.Line(item)));
        return new JsonObject
        {
            ["notification_id"] = message.Id,
            ["alerts"] = list,
            ["truncated"] = message.Alerts.Count - alerts + message.Truncated,
        };
    }
}
