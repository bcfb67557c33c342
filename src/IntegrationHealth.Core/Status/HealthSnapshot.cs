using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>The current state of one integration, its times in UTC. Immutable: the evaluator makes the next one from this and a result.</summary>
public sealed record HealthSnapshot
{
    private readonly PackedTime _statusSince;
    private readonly PackedTime _lastCheckedAt;
    private readonly PackedTime _lastSucceededAt;
    private readonly PackedTime _nextCheckAt;
    private readonly PackedTime _failingSince;
    private readonly PackedTime _retryAt;
    private readonly PackedTime _credentialExpiresAt;

    /// <summary>The integration it speaks of.</summary>
    public required string IntegrationId { get; init; }

    /// <summary>The status after damping.</summary>
    public IntegrationStatus Status { get; init; } = IntegrationStatus.Unknown;

    /// <summary>Since when it has this status.</summary>
    public required DateTimeOffset StatusSince
    {
        get => _statusSince.Time.GetValueOrDefault();
        init => _statusSince = new PackedTime(value);
    }

    /// <summary>When the last conclusive observation was made.</summary>
    public DateTimeOffset? LastCheckedAt
    {
        get => _lastCheckedAt.Time;
        init => _lastCheckedAt = new PackedTime(value);
    }

    /// <summary>When it last worked.</summary>
    public DateTimeOffset? LastSucceededAt
    {
        get => _lastSucceededAt.Time;
        init => _lastSucceededAt = new PackedTime(value);
    }

    /// <summary>When the next check is due; null while paused.</summary>
    public DateTimeOffset? NextCheckAt
    {
        get => _nextCheckAt.Time;
        init => _nextCheckAt = new PackedTime(value);
    }

    /// <summary>Latency of the last conclusive probe, in whole milliseconds.</summary>
    public int? LatencyMs { get; init; }

    /// <summary>Failed observations in a row.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Observations in a row that did not fail.</summary>
    public int ConsecutiveSuccesses { get; init; }

    /// <summary>Observations in a row that were Degraded.</summary>
    public int ConsecutiveDegraded { get; init; }

    /// <summary>When the present row of failures began; incidents count from here.</summary>
    public DateTimeOffset? FailingSince
    {
        get => _failingSince.Time;
        init => _failingSince = new PackedTime(value);
    }

    /// <summary>What is wrong; null while nothing is.</summary>
    public CheckFailure? Failure { get; init; }

    /// <summary>A worse status on its way, not yet believed.</summary>
    public StatusProgress? Confirming { get; init; }

    /// <summary>A better status on its way, not yet believed.</summary>
    public StatusProgress? Recovering { get; init; }

    /// <summary>Until when the provider asked to be left alone.</summary>
    public DateTimeOffset? RetryAt
    {
        get => _retryAt.Time;
        init => _retryAt = new PackedTime(value);
    }

    /// <summary>The provider-wide outage that explains the failure; null when there is none.</summary>
    public string? OutageId { get; init; }

    /// <summary>The open incident; null while healthy.</summary>
    public string? IncidentId { get; init; }

    /// <summary>True while its results change so often that recovery is not believed.</summary>
    public bool Flapping { get; init; }

    /// <summary>Parts that were checked apart.</summary>
    public IReadOnlyList<CapabilityHealth> Capabilities { get; init; } = [];

    /// <summary>When the connection's credential ends, if known.</summary>
    public DateTimeOffset? CredentialExpiresAt
    {
        get => _credentialExpiresAt.Time;
        init => _credentialExpiresAt = new PackedTime(value);
    }

    /// <summary>Facts worth showing from the last check that had any.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>The last 32 outcomes, two bits each, newest lowest.</summary>
    public RecentOutcomes Recent { get; init; }

    /// <summary>Grows by one with every committed change; the fence against a host that lost its lease.</summary>
    public long Version { get; init; }

    /// <summary>The state of an integration nobody has checked.</summary>
    public static HealthSnapshot Initial(string integrationId, DateTimeOffset now) => new() { IntegrationId = integrationId, StatusSince = now };
}
