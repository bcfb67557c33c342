using System.Text;
using System.Text.Json.Nodes;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;

namespace IntegrationHealth.Alerting.Channels.Teams;

/// <summary>Builds the Adaptive Card, within the 28 KB that Teams takes. Pure.</summary>
internal static class TeamsCard
{
    private const int LongestBody = 28 * 1024;
    private const int LongestTitle = 300;
    private const int LongestText = 16_000;
    private const int MostAlerts = 20;

    /// <summary>The message with as many alerts as fit.</summary>
    public static byte[] Write(NotificationMessage message, string? title, string? text)
    {
        for (var alerts = Math.Min(MostAlerts, message.Alerts.Count); ; alerts /= 2)
        {
            var body = Encoding.UTF8.GetBytes(Card(message, title, text is null ? null : NotificationText.Shorten(text, LongestText), alerts).ToJsonString());
            if (body.Length <= LongestBody || alerts == 0)
                return body;
            // A text of the host's own is given up before the card is.
            text = null;
        }
    }

    private static JsonObject Card(NotificationMessage message, string? title, string? text, int alerts)
    {
        var body = new JsonArray(Text(
            NotificationText.Shorten(title ?? TemplateEscape.Markdown(NotificationText.Title(message)), LongestTitle), "Large", "Bolder", Color(message)));
        if (text is not null)
        {
            body.Add((JsonNode)Text(text));
        }
        else
        {
            foreach (var item in message.Alerts.Take(alerts))
            {
                body.Add((JsonNode)Text(TemplateEscape.Markdown(NotificationText.Shorten(NotificationText.Line(item), 500))));
                body.Add((JsonNode)Text(NotificationText.Since(item.Alert), "Small", null, null, subtle: true));
            }

            if (message.Alerts.Count - alerts + message.Truncated is > 0 and var left)
                body.Add((JsonNode)Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"and {left:N0} more")));
        }

        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = body,
        };
        var actions = new JsonArray();
        foreach (var link in MessageLinks.Of(message))
            actions.Add((JsonNode)new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = link.Text, ["url"] = link.Url });
        if (actions.Count > 0)
            card["actions"] = actions;
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = card,
            }),
        };
    }

    private static JsonObject Text(string text, string? size = null, string? weight = null, string? color = null, bool subtle = false)
    {
        var block = new JsonObject { ["type"] = "TextBlock", ["text"] = text, ["wrap"] = true };
        if (size is not null)
            block["size"] = size;
        if (weight is not null)
            block["weight"] = weight;
        if (color is not null)
            block["color"] = color;
        if (subtle)
            (block["isSubtle"], block["spacing"]) = (true, "None");
        return block;
    }

    private static string Color(NotificationMessage message) => message.Type switch
    {
        NotificationType.Resolved => NotificationText.IsEnded(message) ? "Default" : "Good",
        NotificationType.Acknowledged or NotificationType.Test => "Accent",
        _ => message.Severity switch { AlertSeverity.Critical => "Attention", AlertSeverity.Warning => "Warning", _ => "Accent" },
    };
}
