using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>Planned work that recurs: notifications are held back while it lasts.</summary>
public sealed record MaintenanceWindow
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>What a person calls it, 1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>False keeps it without effect.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When it begins: a cron expression of five fields, or six with seconds.</summary>
    public required string Cron { get; init; }

    /// <summary>How long it lasts on the wall clock, 1 min – 7 days.</summary>
    [JsonPropertyName("durationMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Duration { get; init; }

    /// <summary>IANA name of the time zone by which it begins and ends. Default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What an alert must be like: all of them must match; all alerts when empty.</summary>
    public IReadOnlyList<LabelMatcher> Matchers { get; set; } = [];
}
