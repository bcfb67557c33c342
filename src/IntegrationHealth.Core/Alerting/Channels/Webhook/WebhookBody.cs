using System.Buffers;
using System.Text.Json;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Channels.Webhook;

/// <summary>Writes the body: the same bytes for the same message, at every attempt, within the 20 kB that Standard Webhooks asks for. Pure.</summary>
internal static class WebhookBody
{
    /// <summary>Longest body, in bytes.</summary>
    public const int Longest = 20_000;

    /// <summary>What of it is kept for the envelope, and for what is said of all alerts.</summary>
    private const int Envelope = 3_000;

    /// <summary>Longest text of an alert, in characters. It stands there twice, each character of up to six bytes.</summary>
    private const int LongestText = 1_000;

    /// <summary>The same where an alert alone would be too long.</summary>
    private const int ShortText = 200;

    /// <summary>The body of Standard Webhooks: id, type, time and data.</summary>
    public static byte[] Standard(NotificationMessage message) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        json.WriteString("type", Content.NotificationText.NameOf(message.Type));
        Time(json, "timestamp", message.Timestamp);
        json.WritePropertyName("data");
        Data(json, message);
        json.WriteEndObject();
    });

    /// <summary>The same data in an envelope of CloudEvents 1.0.</summary>
    public static byte[] CloudEvents(NotificationMessage message, string source) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", message.Id);
        json.WriteString("source", source);
        json.WriteString("type", Content.NotificationText.NameOf(message.Type));
        json.WriteString("subject", message.GroupKey);
        Time(json, "time", message.Timestamp);
        json.WriteString("datacontenttype", "application/json");
        json.WritePropertyName("data");
        Data(json, message);
        json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Data(Utf8JsonWriter json, NotificationMessage message)
    {
        json.WriteStartObject();
        var told = 0;
        json.WriteStartArray("alerts");
        for (var left = Longest - Envelope; told < message.Alerts.Count; told++)
        {
            var alert = AlertOf(message.Alerts[told], LongestText);
            if (alert.Length > left && told == 0)
                alert = AlertOf(message.Alerts[told], ShortText);
            left -= alert.Length + 1;
            // One at least: of a body that is too long a receiver may make something, of an empty one nothing.
            if (left < 0 && told > 0)
                break;
            json.WriteRawValue(alert, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteNumber("truncated", message.Alerts.Count - told + message.Truncated);
        json.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(message.Reason.ToString()));
        json.WriteString("severity", Content.NotificationText.NameOf(message.Severity));
        json.WriteString("ruleName", message.RuleName);
        json.WriteString("groupKey", message.GroupKey);
        if (message.OwnerId is { } owner)
            json.WriteString("ownerId", owner);
        json.WriteEndObject();
    }

    private static byte[] AlertOf(NotificationAlert item, int longest) => Write(json => AlertOf(json, item, longest));

    private static void AlertOf(Utf8JsonWriter json, NotificationAlert item, int longest)
    {
        var alert = item.Alert;
        json.WriteStartObject();
        json.WriteString("id", alert.Id);
        json.WriteString("ruleId", alert.RuleId);
        json.WriteString("ruleName", alert.RuleName);
        json.WriteString("integrationId", alert.IntegrationId);
        json.WriteString("name", alert.Name);
        json.WriteString("provider", alert.Provider);
        json.WriteString("ownerId", alert.OwnerId);
        json.WriteStartArray("tags");
        foreach (var tag in alert.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteString("severity", Content.NotificationText.NameOf(alert.Severity));
        json.WriteString("state", Camel(alert.State));
        Acknowledged(json, alert.Acknowledged, longest);
        // What is held back is not sent, so nothing holds it back.
        json.WriteStartArray("suppressedBy");
        json.WriteEndArray();
        Time(json, "startedAt", alert.StartedAt);
        Time(json, "firedAt", alert.FiredAt);
        Time(json, "resolvedAt", alert.ResolvedAt);
        json.WriteString("resolvedReason", alert.ResolvedReason is { } reason ? Camel(reason) : null);
        json.WriteString("message", Content.NotificationText.Shorten(alert.Message, longest));
        json.WriteString("failureKind", alert.FailureKind is { } kind ? Camel(kind) : null);
        json.WriteString("action", Camel(item.Action));
        json.WriteString("actionUrl", item.ActionUrl);
        json.WriteString("docsUrl", item.DocsUrl);
        json.WriteString("acknowledgeUrl", item.AcknowledgeUrl);
        json.WriteString("resolveUrl", item.ResolveUrl);
        json.WriteBoolean("news", item.IsNews);
        Timeline(json, alert, longest);
        json.WriteEndObject();
    }

    /// <summary>The steps that the alert itself knows; who was told stands in the timeline that the API answers.</summary>
    private static void Timeline(Utf8JsonWriter json, Alert alert, int longest)
    {
        json.WriteStartArray("timeline");
        Step(json, alert.FiredAt, AlertEventKind.Fired, Content.NotificationText.Shorten(alert.Message, longest));
        Step(json, alert.Acknowledged?.At, AlertEventKind.Acknowledged, alert.Acknowledged?.By);
        Step(json, alert.ResolvedAt, AlertEventKind.Resolved, alert.ResolvedReason is { } reason ? Camel(reason) : null);
        json.WriteEndArray();
    }

    private static void Step(Utf8JsonWriter json, DateTimeOffset? at, AlertEventKind kind, string? detail)
    {
        if (at is null)
            return;
        json.WriteStartObject();
        Time(json, "at", at);
        json.WriteString("event", Camel(kind));
        json.WriteNull("channelId");
        json.WriteString("detail", detail);
        json.WriteEndObject();
    }

    private static void Acknowledged(Utf8JsonWriter json, Acknowledgement? acknowledged, int longest)
    {
        if (acknowledged is null)
        {
            json.WriteNull("acknowledged");
            return;
        }

        json.WriteStartObject("acknowledged");
        json.WriteString("by", acknowledged.By);
        Time(json, "at", acknowledged.At);
        json.WriteString("comment", acknowledged.Comment is { } comment ? Content.NotificationText.Shorten(comment, longest) : null);
        Time(json, "expiresAt", acknowledged.ExpiresAt);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at) =>
        json.WriteString(name, at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));

    private static string Camel<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
