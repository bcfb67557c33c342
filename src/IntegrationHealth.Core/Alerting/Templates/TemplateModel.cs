using System.Globalization;
using System.Text.Json;
using Fluid.Values;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>
/// What a template sees: texts, numbers and lists made for it, and no object of the program, so that there is nothing to reach through. Pure.
/// </summary>
internal static class TemplateModel
{
    /// <summary>The variables by name.</summary>
    /// <param name="message">The message.</param>
    /// <param name="escaping">How texts are escaped; HTML is escaped by the renderer, at the moment of output.</param>
    public static IEnumerable<KeyValuePair<string, FluidValue>> Of(NotificationMessage message, TemplateEscaping escaping)
    {
        var atOutput = escaping == TemplateEscaping.Html;
        Func<string?, FluidValue> text = value => value is null ? NilValue.Instance : new StringValue(atOutput ? value : TemplateEscape.Apply(escaping, value));
        FluidValue[] alerts = [.. message.Alerts.Select(item => AlertOf(item, text))];
        yield return new("id", new StringValue(message.Id));
        yield return new("type", new StringValue(NotificationText.NameOf(message.Type)));
        yield return new("reason", new StringValue(Camel(message.Reason)));
        yield return new("severity", new StringValue(NotificationText.NameOf(message.Severity)));
        yield return new("timestamp", Time(message.Timestamp));
        yield return new("title", text(NotificationText.Title(message)));
        yield return new("rule", text(message.RuleName));
        yield return new("owner", text(message.OwnerId));
        yield return new("count", NumberValue.Create(message.Alerts.Count + message.Truncated));
        yield return new("truncated", NumberValue.Create(message.Truncated));
        yield return new("alerts", new ArrayValue(alerts));
        yield return new("alert", alerts.Length > 0 ? alerts[0] : NilValue.Instance);
    }

    private static DictionaryValue AlertOf(NotificationAlert item, Func<string?, FluidValue> text)
    {
        var alert = item.Alert;
        return new DictionaryValue(new FluidValueDictionaryFluidIndexable(new Dictionary<string, FluidValue>(StringComparer.Ordinal)
        {
            ["id"] = text(alert.Id),
            ["name"] = text(alert.Name),
            ["provider"] = text(alert.Provider),
            ["integrationId"] = text(alert.IntegrationId),
            ["ownerId"] = text(alert.OwnerId),
            ["ruleId"] = text(alert.RuleId),
            ["rule"] = text(alert.RuleName),
            ["tags"] = new ArrayValue([.. alert.Tags.Select(text)]),
            ["severity"] = new StringValue(NotificationText.NameOf(alert.Severity)),
            ["state"] = new StringValue(Camel(alert.State)),
            ["message"] = text(alert.Message),
            ["failureKind"] = text(alert.FailureKind is { } kind ? Camel(kind) : null),
            ["startedAt"] = Time(alert.StartedAt),
            ["firedAt"] = Time(alert.FiredAt),
            ["resolvedAt"] = Time(alert.ResolvedAt),
            ["resolvedReason"] = text(alert.ResolvedReason is { } reason ? Camel(reason) : null),
            ["acknowledgedBy"] = text(alert.Acknowledged?.By),
            ["action"] = new StringValue(Camel(item.Action)),
            ["actionUrl"] = text(MessageLinks.Safe(item.ActionUrl)),
            ["docsUrl"] = text(MessageLinks.Safe(item.DocsUrl)),
            ["acknowledgeUrl"] = text(MessageLinks.Safe(item.AcknowledgeUrl)),
            ["resolveUrl"] = text(MessageLinks.Safe(item.ResolveUrl)),
            ["news"] = BooleanValue.Create(item.IsNews),
        }));
    }

    private static FluidValue Time(DateTimeOffset? at) => at is null
        ? NilValue.Instance
        : new StringValue(at.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private static string Camel<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
