using System.Text;
using System.Text.Encodings.Web;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Email;

/// <summary>The built-in texts. Every value is encoded where it stands in HTML. Pure.</summary>
internal static class EmailText
{
    public static string Text(NotificationMessage message)
    {
        var text = new StringBuilder();
        text.Append(NotificationText.Title(message)).Append("\n\n");
        foreach (var item in message.Alerts)
        {
            text.Append("- ").Append(NotificationText.Line(item)).Append("\n  ").Append(NotificationText.Since(item.Alert)).Append('\n');
            foreach (var link in MessageLinks.Of(message with { Alerts = [item], Truncated = 0 }))
                text.Append("  ").Append(link.Text).Append(": ").Append(link.Url).Append('\n');
        }

        if (NotificationText.More(message) is { } more)
            text.Append('\n').Append(more).Append('\n');
        return text.Append("\n-- \n").Append("Rule: ").Append(message.RuleName).Append(" · ").Append(message.Id).Append('\n').ToString();
    }

    public static string Html(NotificationMessage message)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html><head><meta charset=\"utf-8\"><title>").Append(Encode(NotificationText.Title(message)))
            .Append("</title></head><body style=\"margin:0;padding:24px;font:15px/1.5 sans-serif;color:#1a1a1a;background:#f5f5f5\">")
            .Append("<div style=\"max-width:640px;margin:0 auto;background:#fff;border-top:4px solid ").Append(Color(message)).Append(";padding:24px\">")
            .Append("<h1 style=\"font-size:18px;margin:0 0 16px\">").Append(Encode(NotificationText.Title(message))).Append("</h1>");
        foreach (var item in message.Alerts)
        {
            html.Append("<p style=\"margin:0 0 4px\">").Append(Encode(NotificationText.Line(item)))
                .Append("</p><p style=\"margin:0 0 12px;color:#666;font-size:13px\">").Append(Encode(NotificationText.Since(item.Alert))).Append("</p>");
            Buttons(html, message with { Alerts = [item], Truncated = 0 });
        }

        if (NotificationText.More(message) is { } more)
            html.Append("<p>").Append(Encode(more)).Append("</p>");
        return html.Append("<p style=\"margin:24px 0 0;color:#666;font-size:12px\">Rule: ").Append(Encode(message.RuleName)).Append(" · ")
            .Append(Encode(message.Id)).Append("</p></div></body></html>").ToString();
    }

    /// <summary>The repair stands out.</summary>
    private static void Buttons(StringBuilder html, NotificationMessage one)
    {
        var links = MessageLinks.Of(one).ToList();
        if (links.Count == 0)
            return;
        html.Append("<p style=\"margin:0 0 16px\">");
        foreach (var (link, index) in links.Select((link, index) => (link, index)))
        {
            html.Append("<a href=\"").Append(Encode(link.Url)).Append("\" style=\"display:inline-block;margin:0 8px 8px 0;padding:8px 14px;text-decoration:none;border:1px solid #1f5fbf;")
                .Append(index == 0 ? "background:#1f5fbf;color:#fff" : "color:#1f5fbf").Append("\">").Append(Encode(link.Text)).Append("</a>");
        }

        html.Append("</p>");
    }

    private static string Color(NotificationMessage message) => message.Type switch
    {
        NotificationType.Resolved => NotificationText.IsEnded(message) ? "#666" : "#2e7d32",
        NotificationType.Acknowledged or NotificationType.Test => "#1f5fbf",
        _ => message.Severity switch { AlertSeverity.Critical => "#c62828", AlertSeverity.Warning => "#ef6c00", _ => "#1f5fbf" },
    };

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
