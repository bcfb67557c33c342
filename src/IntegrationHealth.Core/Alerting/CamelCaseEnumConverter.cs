using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Alerting;

/// <summary>An enum as a camelCase string, and never as a number: stored JSON outlives a renumbering.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
