using System.Text.Json.Serialization;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>Settings of the provider <c>healthcheck</c>.</summary>
public sealed record HealthCheckSettings
{
    /// <summary>Name of the health check to run: one given with <c>AddHealthCheck</c>, or one of the host's own registrations.</summary>
    public string? Check { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HealthCheckSettings))]
internal sealed partial class HealthCheckSettingsJson : JsonSerializerContext;
