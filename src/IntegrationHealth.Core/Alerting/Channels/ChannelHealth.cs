using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>How a channel fares, as storage keeps it while it does not fare well: all hosts count one stretch, over restarts.</summary>
/// <param name="FailingSince">When the first delivery failed after which none worked.</param>
/// <param name="DisabledReason">Why it was switched off by itself; null when it was not. Only for channels fixed in code or configuration.</param>
/// <param name="Fingerprint">What was switched off: other settings or another secret are tried afresh.</param>
internal sealed record ChannelHealth(DateTimeOffset FailingSince, string? DisabledReason = null, string? Fingerprint = null)
{
    private const string DocumentPrefix = "channel-health:";

    public static string DocumentId(string channelId) => DocumentPrefix + channelId;

    public static ChannelHealth? Read(ConfigurationDocument document) =>
        JsonSerializer.Deserialize(document.Json, ChannelHealthJson.Default.ChannelHealth);

    /// <summary>True for the document that says that a channel was switched off.</summary>
    public static bool IsSwitchedOff(ConfigurationDocument document, string channelId) =>
        document.Kind == ConfigurationKind.Installation && document.Id == DocumentId(channelId) && Read(document) is { DisabledReason: not null };

    public ConfigurationDocument ToDocument(string channelId, long version) => new(
        ConfigurationKind.Installation, DocumentId(channelId), JsonSerializer.Serialize(this, ChannelHealthJson.Default.ChannelHealth), null, version);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ChannelHealth))]
internal sealed partial class ChannelHealthJson : JsonSerializerContext;
