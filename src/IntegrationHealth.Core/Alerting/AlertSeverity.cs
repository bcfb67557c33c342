using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting;

/// <summary>How much an alert matters. Values are stored: never renumber.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertSeverity>))]
public enum AlertSeverity
{
    /// <summary>Worth knowing.</summary>
    Info = 0,

    /// <summary>Somebody should look today.</summary>
    Warning = 1,

    /// <summary>Somebody should look now.</summary>
    Critical = 2,
}
