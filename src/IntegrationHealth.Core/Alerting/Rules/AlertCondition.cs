using System.Text.Json.Serialization;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Rules;

/// <summary>One thing that a rule watches for.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(ConsecutiveFailuresCondition), "consecutiveFailures")]
[JsonDerivedType(typeof(ErrorRateCondition), "errorRate")]
[JsonDerivedType(typeof(LatencyCondition), "latency")]
[JsonDerivedType(typeof(StatusCondition), "status")]
[JsonDerivedType(typeof(FailureKindCondition), "failureKind")]
[JsonDerivedType(typeof(CredentialExpiryCondition), "credentialExpiry")]
[JsonDerivedType(typeof(NoDataCondition), "noData")]
[JsonDerivedType(typeof(ProviderErrorRateCondition), "providerErrorRate")]
[JsonDerivedType(typeof(ProviderOutageCondition), "providerOutage")]
public abstract record AlertCondition
{
    private protected AlertCondition()
    {
    }
}

/// <summary>That many checks in a row failed.</summary>
public sealed record ConsecutiveFailuresCondition : AlertCondition
{
    /// <summary>Checks in a row, 1–1,000.</summary>
    public required int Threshold { get; init; }
}

/// <summary>The share of failed checks in a window is as large.</summary>
public sealed record ErrorRateCondition : AlertCondition
{
    /// <summary>Percent, over 0 and up to 100.</summary>
    public required double ThresholdPercent { get; init; }

    /// <summary>The window, 1 s – 24 h. Default 10 min.</summary>
    [JsonPropertyName("windowMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Checks that the window must hold before it says anything, 1–500. Default 5.</summary>
    public int MinimumChecks { get; set; } = 5;
}

/// <summary>Checks that answered took as long.</summary>
public sealed record LatencyCondition : AlertCondition
{
    /// <summary>Milliseconds, 1–600,000.</summary>
    public required int ThresholdMs { get; init; }

    /// <summary>Percentile of the window, 1–100; the average when null.</summary>
    public double? Percentile { get; set; }

    /// <summary>The window, 1 s – 24 h. Default 10 min.</summary>
    [JsonPropertyName("windowMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Checks that the window must hold before it says anything, 1–500. Default 1.</summary>
    public int MinimumChecks { get; set; } = 1;
}

/// <summary>It has had a status for a time.</summary>
public sealed record StatusCondition : AlertCondition
{
    /// <summary>The status: <c>degraded</c> holds for a worse one too.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<IntegrationStatus>))]
    public required IntegrationStatus Status { get; init; }

    /// <summary>For how long, 0 – 30 days.</summary>
    [JsonPropertyName("forMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan For { get; set; }
}

/// <summary>It fails in one of these ways.</summary>
public sealed record FailureKindCondition : AlertCondition
{
    /// <summary>The ways, at least one.</summary>
    [JsonConverter(typeof(FailureKindListConverter))]
    public required IReadOnlyList<FailureKind> Kinds { get; init; }
}

/// <summary>Its credential ends soon, or has ended.</summary>
public sealed record CredentialExpiryCondition : AlertCondition
{
    /// <summary>How soon, 1 min – 365 days.</summary>
    [JsonPropertyName("withinMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Within { get; init; }
}

/// <summary>A check is overdue.</summary>
public sealed record NoDataCondition : AlertCondition
{
    /// <summary>Intervals without a check, of which the last was due, 1–100. Default 3.</summary>
    public int Intervals { get; set; } = 3;
}

/// <summary>The share of failed checks among all of a provider in a window is as large.</summary>
public sealed record ProviderErrorRateCondition : AlertCondition
{
    /// <summary>Percent, over 0 and up to 100.</summary>
    public required double ThresholdPercent { get; init; }

    /// <summary>The window, 10 s – 1 h. Default 5 min.</summary>
    [JsonPropertyName("windowMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks that the window must hold before it says anything, 1–100,000. Default 10.</summary>
    public int MinimumChecks { get; set; } = 10;
}

/// <summary>Its provider has an outage.</summary>
public sealed record ProviderOutageCondition : AlertCondition;
