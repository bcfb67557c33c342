using System.Text.Json.Nodes;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;

namespace IntegrationHealth.Alerting.Channels.Slack;

/// <summary>Builds the blocks, within Slack's limits: 50 blocks, 150 characters a header, 3,000 a section, 75 a button. Pure.</summary>
internal static class SlackMessage
{
    /// <summary>Longest text of an alert list or a template, in characters; the rest is cut.</summary>
    public const int LongestSection = 3_000;

    private const int LongestHeader = 150;
    private const int LongestButton = 75;

    /// <summary>Slack shows no more than some 4,000 characters well; what would not fit is counted instead.</summary>
    private const int MostAlerts = 20;

    public static byte[] Write(NotificationMessage message, string? title, string? text)
    {
        title ??= NotificationText.Title(message);
        var plain = NotificationText.Shorten(title, LongestHeader);
        var blocks = new JsonArray(
            new JsonObject
            {
                ["type"] = "header",
                ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = $"{Mark(message)} {NotificationText.Shorten(title, LongestHeader - 3)}", ["emoji"] = true },
            },
            Section(text ?? Lines(message)));
        if (Buttons(message) is { Count: > 0 } buttons)
            blocks.Add((JsonNode)new JsonObject { ["type"] = "actions", ["elements"] = buttons });
        blocks.Add((JsonNode)new JsonObject
        {
            ["type"] = "context",
            ["elements"] = new JsonArray(new JsonObject { ["type"] = "mrkdwn", ["text"] = Context(message) }),
        });
        // The text is what notifications and screen readers get.
        var body = new JsonObject { ["text"] = TemplateEscape.Slack(plain), ["blocks"] = blocks };
        return System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static JsonObject Section(string text) => new()
    {
        ["type"] = "section",
        ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = NotificationText.Shorten(text.Length == 0 ? " " : text, LongestSection) },
    };

    /// <summary>One line an alert, whole lines only: a cut in the middle could break an escape.</summary>
    private static string Lines(NotificationMessage message)
    {
        var lines = new List<string>();
        var length = 0;
        foreach (var item in message.Alerts.Take(MostAlerts))
        {
            var line = TemplateEscape.Slack(NotificationText.Shorten(NotificationText.Line(item), 500));
            if (item.Alert.Message.Length > 0 && message.Alerts.Count == 1)
                line += $"\n_{NotificationText.Since(item.Alert)}_";
            if (length + line.Length > LongestSection - 200)
                break;
            lines.Add(message.Alerts.Count == 1 ? line : $"• {line}");
            length += line.Length + 3;
        }

        var left = message.Alerts.Count - lines.Count + message.Truncated;
        if (left > 0)
            lines.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"_and {left:N0} more_"));
        return lines.Count == 0 ? TemplateEscape.Slack(message.RuleName) : string.Join('\n', lines);
    }

    private static JsonArray Buttons(NotificationMessage message)
    {
        var buttons = new JsonArray();
        foreach (var link in MessageLinks.Of(message))
        {
            var button = new JsonObject
            {
                ["type"] = "button",
                ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = NotificationText.Shorten(link.Text, LongestButton) },
                ["url"] = link.Url,
                ["action_id"] = $"open-{buttons.Count}",
            };
            if (buttons.Count == 0)
                button["style"] = "primary";
            buttons.Add((JsonNode)button);
        }

        return buttons;
    }

    private static string Context(NotificationMessage message) => TemplateEscape.Slack(
        $"{NotificationText.NameOf(message.Severity)} · {NotificationText.Shorten(message.RuleName, 200)} · {message.Id}");

    private static string Mark(NotificationMessage message) => message.Type switch
    {
        NotificationType.Resolved => NotificationText.IsEnded(message) ? "⚪" : "✅",
        NotificationType.Acknowledged => "👀",
        NotificationType.Test => "🔔",
        _ => message.Severity switch { AlertSeverity.Critical => "🔴", AlertSeverity.Warning => "🟠", _ => "🔵" },
    };
}
