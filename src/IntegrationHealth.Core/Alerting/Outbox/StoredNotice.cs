using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>An operational notice that was told and is not over, as storage keeps it: so its end is told to the same channels, over restarts.</summary>
/// <param name="Notice">What was told last.</param>
/// <param name="ChannelIds">Who was told.</param>
/// <param name="At">When it was told last.</param>
/// <param name="Hosts">Hosts that notice it.</param>
internal sealed record StoredNotice(OperationalNotice Notice, IReadOnlyList<string> ChannelIds, DateTimeOffset At, IReadOnlyList<string> Hosts)
{
    private const string DocumentPrefix = "notice:";

    public static string DocumentId(string ruleId, string id) => $"{DocumentPrefix}{ruleId}/{id}";

    /// <summary>The notice of a document; null for any other fact, and for one that this host cannot read.</summary>
    public static StoredNotice? Read(ConfigurationDocument document)
    {
        if (document.Kind != ConfigurationKind.Installation || !document.Id.StartsWith(DocumentPrefix, StringComparison.Ordinal))
            return null;
        try
        {
            return JsonSerializer.Deserialize(document.Json, StoredNoticeJson.Default.StoredNotice);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public ConfigurationDocument ToDocument(long version) => new(
        ConfigurationKind.Installation, DocumentId(Notice.RuleId, Notice.Id), JsonSerializer.Serialize(this, StoredNoticeJson.Default.StoredNotice), null, version);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StoredNotice))]
internal sealed partial class StoredNoticeJson : JsonSerializerContext;
