using System.Text.Json.Serialization;
using IntegrationHealth.Status;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>The current health of one integration. Its name is its name in the OpenAPI document.</summary>
internal sealed record IntegrationHealth
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Provider { get; init; }

    public required string OwnerId { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    [JsonConverter(typeof(CamelCaseEnum<IntegrationStatus>))]
    public required IntegrationStatus Status { get; init; }

    public required DateTimeOffset StatusSince { get; init; }

    public required DateTimeOffset? LastCheckedAt { get; init; }

    public required DateTimeOffset? LastSucceededAt { get; init; }

    public required DateTimeOffset? NextCheckAt { get; init; }

    public required int? LatencyMs { get; init; }

    public required int ConsecutiveFailures { get; init; }

    public required bool Stale { get; init; }

    public required HealthProgress? Confirming { get; init; }

    public required HealthProgress? Recovering { get; init; }

    public required HealthFailure? Failure { get; init; }

    public required IReadOnlyList<HealthCapability> Capabilities { get; init; }

    public required HealthUptime Uptime { get; init; }

    public required DateTimeOffset? CredentialExpiresAt { get; init; }

    public required IReadOnlyDictionary<string, string> Data { get; init; }

    public required long Version { get; init; }
}

/// <summary>How far a change of status has been confirmed.</summary>
internal sealed record HealthProgress(int Observed, int Required);

/// <summary>A part that can fail alone.</summary>
internal sealed record HealthCapability(
    string Name, [property: JsonConverter(typeof(CamelCaseEnum<IntegrationStatus>))] IntegrationStatus Status, string? Message);

/// <summary>Share of the known time in which it worked, 0–1; null where none is known.</summary>
internal sealed record HealthUptime(
    [property: JsonPropertyName("24h")] double? Day,
    [property: JsonPropertyName("7d")] double? Week,
    [property: JsonPropertyName("30d")] double? Month);
