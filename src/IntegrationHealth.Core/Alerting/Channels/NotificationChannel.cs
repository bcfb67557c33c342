using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>One place where notifications go.</summary>
public sealed record NotificationChannel
{
    /// <summary>Unique id: 1–64 characters of <c>A–Z a–z 0–9 _ -</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What a person calls it, 1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Which <see cref="INotificationChannel"/> delivers, such as <c>webhook</c> or <c>email</c>.</summary>
    public required string Type { get; init; }

    /// <summary>False sends nothing; notifications that wait are kept.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The type's own settings: a JSON object. Headers, addresses and what is named like a secret lie protected in storage, as <see cref="Secret"/> does.
    /// </summary>
    public JsonElement Settings { get; set; } = Catalog.Integration.EmptySettings;

    /// <summary>The secret in clear, only while a notification is sent. Storage holds it protected; no answer ever holds it.</summary>
    [JsonIgnore]
    public string? Secret { get; set; }

    /// <summary>True when a secret is stored and the keys that protected it are gone. Without it nothing may be sent: unsigned, it would be another message.</summary>
    internal bool SecretIsLost { get; init; }

    /// <summary>When not to disturb; null for never.</summary>
    public QuietHours? QuietHours { get; set; }

    /// <summary>Gathers everything and sends it at these times: a cron expression of five fields, in <see cref="TimeZone"/>; null sends at once.</summary>
    public string? Digest { get; set; }

    /// <summary>IANA name of the time zone of quiet hours and digests. Default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Liquid templates by part, such as <c>subject</c> or <c>body</c>; the built-in one where there is none.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; set; } = new Dictionary<string, string>();

    /// <summary>Most notifications a minute, 1–6,000; unlimited when null.</summary>
    public int? MaxPerMinute { get; set; }

    /// <summary>Why it was switched off by itself; null when it was not.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>Where it came from.</summary>
    public ConfigurationOrigin Origin { get; set; } = ConfigurationOrigin.Runtime;
}

/// <summary>Hours of every day in which a channel is left in peace. What is less than the bypass waits until they end.</summary>
public sealed record QuietHours
{
    /// <summary>Beginning, on the wall clock of the channel's time zone.</summary>
    public required TimeOnly From { get; init; }

    /// <summary>End; before the beginning it is on the next day.</summary>
    public required TimeOnly To { get; init; }

    /// <summary>From this severity on it is told all the same. Default critical.</summary>
    public AlertSeverity Bypass { get; set; } = AlertSeverity.Critical;
}
