using System.Text.Json.Serialization;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>What is wrong, whose move it is, and where.</summary>
internal sealed record HealthFailure
{
    [JsonConverter(typeof(CamelCaseEnum<FailureKind>))]
    public required FailureKind Kind { get; init; }

    public required string Message { get; init; }

    public required bool Transient { get; init; }

    [JsonConverter(typeof(CamelCaseEnum<Confidence>))]
    public required Confidence Confidence { get; init; }

    [JsonConverter(typeof(CamelCaseEnum<ResponsibleParty>))]
    public required ResponsibleParty ResponsibleParty { get; init; }

    [JsonConverter(typeof(CamelCaseEnum<RecoveryAction>))]
    public required RecoveryAction Action { get; init; }

    public required string? ActionUrl { get; init; }

    public required string? DocsUrl { get; init; }

    public required string? VendorCode { get; init; }

    public required DateTimeOffset? RetryAfter { get; init; }

    public required string? OutageId { get; init; }
}
