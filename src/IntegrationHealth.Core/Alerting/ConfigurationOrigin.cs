using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting;

/// <summary>Where a rule, channel or policy came from, which decides who may change it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ConfigurationOrigin>))]
public enum ConfigurationOrigin
{
    /// <summary>Made through the API, or one of the default rules: changed and removed there.</summary>
    Runtime,

    /// <summary>Fixed in the host's code.</summary>
    Code,

    /// <summary>Fixed in the host's configuration.</summary>
    Configuration,
}
