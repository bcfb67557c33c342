using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>Channels. Their secrets go in and never come out, and go nowhere but where they were given for.</summary>
internal sealed class NotificationChannelResource : ConfiguredResource<NotificationChannel, NotificationChannelItem, NotificationChannelList>
{
    private const int LongestSecret = 10_000;

    protected override string Path => "notification-channels";

    protected override string Name => "NotificationChannel";

    protected override string Words => "a notification channel";

    protected override ConfigurationKind Kind => ConfigurationKind.Channel;

    protected override JsonTypeInfo<NotificationChannel> BodyType => AlertingJson.Default.NotificationChannel;

    protected override JsonTypeInfo<NotificationChannel> StoredType => StoredAlertingJson.Default.NotificationChannel;

    protected override JsonTypeInfo<NotificationChannelItem> AnswerType => AlertingAnswersJson.Default.NotificationChannelItem;

    protected override JsonTypeInfo<NotificationChannelList> ListType => AlertingAnswersJson.Default.NotificationChannelList;

    protected override NotificationChannelList ListOf(IReadOnlyList<NotificationChannelItem> items, string? nextCursor) => new(items, nextCursor);

    protected override string[] AnswerOnly => ["origin", "hasSecret", "disabledReason"];

    protected override IReadOnlyDictionary<string, Configured<NotificationChannel>> All(ConfiguredAlerting configured) => configured.Channels;

    protected override string IdOf(NotificationChannel value) => value.Id;

    protected override ConfigurationOrigin OriginOf(NotificationChannel value) => value.Origin;

    protected override NotificationChannelItem AnswerOf(Configured<NotificationChannel> configured) => NotificationChannelItem.From(configured);

    protected override IEnumerable<string> UsersOf(string id, ConfiguredAlerting configured) =>
    [
        .. configured.AllRules.Values.Select(rule => rule.Value).Where(rule => rule.ChannelIds.Contains(id, StringComparer.Ordinal))
            .Select(rule => $"the alert rule '{rule.Name}' ({rule.Id})"),
        .. configured.Policies.Values.Select(policy => policy.Value)
            .Where(policy => policy.Steps.Any(step => step.ChannelIds.Contains(id, StringComparer.Ordinal)))
            .Select(policy => $"the escalation policy '{policy.Name}' ({policy.Id})"),
    ];

    /// <summary>Settings that come back as they were answered, secrets blotted out, stay as they are: a form may send back what it was shown.</summary>
    protected override void Prepare(JsonObject body, Stored<NotificationChannel>? before, HttpContext http)
    {
        var faults = new List<IntegrationValidationError>();
        if (before is { ProtectedSecret: { } kept } && !body.ContainsKey("secret"))
        {
            if (before.Value is null)
                faults.Add(new("secret", "This host cannot read what the secret was given for: send the secret again, or null to do without."));
            else if (http.RequestServices.GetRequiredService<ISecretProtector>().Unprotect(kept) is null)
                faults.Add(new("secret", "The stored secret cannot be read any more, since the keys that protected it are gone: send it again, or null to do without."));
        }

        if (before?.Value is { } channel)
            faults.AddRange(KeepSettings(body, channel, hasSecret: before.ProtectedSecret is not null));
        if (faults.Count > 0)
            throw new ProblemException(Problems.Invalid(faults));
    }

    protected override string? SecretOf(JsonObject body, Stored<NotificationChannel>? before, HttpContext http) => !body.ContainsKey("secret")
        ? before?.ProtectedSecret
        : Text(body) is { } secret ? http.RequestServices.GetRequiredService<ISecretProtector>().Protect(secret) : null;

    /// <summary>The channel with the secret that it will have, so that its type can judge both together.</summary>
    protected override NotificationChannel Judged(NotificationChannel value, JsonObject body, Stored<NotificationChannel>? before, HttpContext http) => value with
    {
        Secret = body.ContainsKey("secret")
            ? Text(body)
            : before?.ProtectedSecret is { } kept ? http.RequestServices.GetRequiredService<ISecretProtector>().Unprotect(kept) : null,
    };

    protected override IEnumerable<IntegrationValidationError> Check(NotificationChannel value, HttpContext http) =>
        ChannelValidation.Check(value, [.. http.RequestServices.GetServices<INotificationChannel>()]);

    /// <summary>Puts the stored secrets among the settings back in their places; what is wrong when they would go to another far end.</summary>
    private static List<IntegrationValidationError> KeepSettings(JsonObject body, NotificationChannel before, bool hasSecret)
    {
        var sent = body["settings"] is JsonObject settings ? JsonSerializer.SerializeToElement(settings) : Integration.EmptySettings;
        var restored = ChannelSettingsAnswer.Restore(before.Type, sent, before.Settings);
        if (TypeOf(body) != before.Type && !JsonElement.DeepEquals(restored, sent))
            return [Again("settings.url")];
        sent = restored;
        // Only what was sent is kept; a field left out is gone.
        var merged = JsonObject.Create(MergePatch.Apply(before.Settings, sent))!;
        foreach (var field in merged.Select(pair => pair.Key).Where(field => !sent.TryGetProperty(field, out _)).ToList())
            merged.Remove(field);
        if (body["settings"] is JsonObject)
            body["settings"] = merged;

        var result = JsonSerializer.SerializeToElement(merged);
        if (ChannelDestination.Of(TypeOf(body), result) == ChannelDestination.Of(before.Type, before.Settings))
            return [];
        List<IntegrationValidationError> faults = [.. ChannelDestination.Kept(sent, result).Select(Again)];
        if (hasSecret && !body.ContainsKey("secret"))
            faults.Add(Again("secret"));
        return faults;
    }

    private static IntegrationValidationError Again(string field) => new(
        field, $"The channel leads to another far end now, and {field} was given for the one before: send {field} again.");

    private static string? TypeOf(JsonObject body) => body["type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : null;

    private static string? Text(JsonObject body) => body["secret"] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length <= LongestSecret => text,
        _ => throw AlertingBody.Invalid("secret", $"'secret' must be a string of up to {LongestSecret:N0} characters, or null."),
    };
}
