using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>How a channel fares, as storage keeps it while it does not fare well: all hosts count one stretch, over restarts.</summary>
/// <param name="FailingSince">When the first delivery failed after which none worked.</param>
/// <param name="DisabledReason">Why it was switched off by itself; null when it was not. Only for channels fixed in code or configuration.</param>
/// <param name="Fingerprint">What was switched off: other settings or another secret are tried afresh.</param>
/// <param name="LastFailedAt">When one last failed, within an hour; null where an older version wrote it.</param>
internal sealed record ChannelHealth(
    DateTimeOffset FailingSince, string? DisabledReason = null, string? Fingerprint = null, DateTimeOffset? LastFailedAt = null)
{
    private const string DocumentPrefix = "channel-health:";

    /// <summary>When one is known to have failed last.</summary>
    [JsonIgnore]
    public DateTimeOffset SeenFailing => LastFailedAt ?? FailingSince;

    public static string DocumentId(string channelId) => DocumentPrefix + channelId;

    /// <summary>The channel that a document speaks of; null for any other fact.</summary>
    public static string? ChannelOf(ConfigurationDocument document) =>
        document.Kind == ConfigurationKind.Installation && document.Id.StartsWith(DocumentPrefix, StringComparison.Ordinal) ? document.Id[DocumentPrefix.Length..] : null;

    public static ConfigurationDocument? Find(IReadOnlyList<ConfigurationDocument> documents, string channelId) =>
        documents.FirstOrDefault(document => ChannelOf(document) == channelId);

    /// <summary>Null for one that this host cannot read: the stretch begins anew.</summary>
    public static ChannelHealth? Read(ConfigurationDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Json, ChannelHealthJson.Default.ChannelHealth);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is known of all channels, by id.</summary>
    public static IReadOnlyDictionary<string, ChannelHealth> ReadAll(IReadOnlyList<ConfigurationDocument> documents)
    {
        var found = new Dictionary<string, ChannelHealth>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (ChannelOf(document) is { } channelId && Read(document) is { } health)
                found[channelId] = health;
        }

        return found;
    }

    /// <summary>What a channel is like: with other settings or another secret it is another.</summary>
    public static string FingerprintOf(NotificationChannel channel) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{channel.Type}\n{channel.Settings.GetRawText()}\n{channel.Secret}")).AsSpan(0, 16));

    /// <summary>True when it was switched off as it now stands.</summary>
    public bool IsOff(NotificationChannel channel) => DisabledReason is not null && Fingerprint == FingerprintOf(channel);

    public ConfigurationDocument ToDocument(string channelId, long version) => new(
        ConfigurationKind.Installation, DocumentId(channelId), JsonSerializer.Serialize(this, ChannelHealthJson.Default.ChannelHealth), null, version);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ChannelHealth))]
internal sealed partial class ChannelHealthJson : JsonSerializerContext;
