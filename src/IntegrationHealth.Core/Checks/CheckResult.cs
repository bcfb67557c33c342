using IntegrationHealth.Status;

namespace IntegrationHealth.Checks;

/// <summary>What one probe of one integration found. Immutable; made by the static methods.</summary>
public sealed record CheckResult
{
    private CheckResult()
    {
    }

    /// <summary>How it ended.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>What was wrong; null exactly when <see cref="Outcome"/> is Succeeded.</summary>
    public CheckFailure? Failure { get; init; }

    /// <summary>Time of the probe itself; when null the runner's own measure is taken.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>What the provider asked to wait before the next request.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Who else has to wait for <see cref="RetryAfter"/>. Default those who share the credential.</summary>
    public LimitScope RetryAfterScope { get; init; }

    /// <summary>When the connection's credential ends, if the probe learnt it.</summary>
    public DateTimeOffset? CredentialExpiresAt { get; init; }

    /// <summary>Facts worth showing, such as <c>emailAddress</c> or <c>toolCount</c>; up to 32, values up to 500 characters, no secret.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>Parts of the integration that were checked apart.</summary>
    public IReadOnlyList<CapabilityHealth> Capabilities { get; init; } = [];

    /// <summary>The far end's host name, by which a lost network is told from lost vendors; null for local checks.</summary>
    public string? Target { get; init; }

    /// <summary>All is well.</summary>
    public static CheckResult Success(IReadOnlyDictionary<string, string>? data = null) =>
        new() { Outcome = CheckOutcome.Succeeded, Data = data };

    /// <summary>Works, but <paramref name="failure"/> deserves attention.</summary>
    public static CheckResult Degraded(CheckFailure failure) => new() { Outcome = CheckOutcome.Degraded, Failure = failure };

    /// <summary>Does not work. A rate limit is reported as Degraded: the credential works, only the pace is wrong.</summary>
    public static CheckResult Failed(CheckFailure failure) => new()
    {
        Outcome = failure?.Kind == FailureKind.RateLimited ? CheckOutcome.Degraded : CheckOutcome.Failed,
        Failure = failure ?? throw new ArgumentNullException(nameof(failure)),
    };

    /// <summary>Does not work, with the action and responsible party that are usual for <paramref name="kind"/>.</summary>
    public static CheckResult Failed(FailureKind kind, string message, Confidence confidence = Confidence.Medium) =>
        Failed(CheckFailure.Of(kind, message, confidence));

    /// <summary>Says nothing about the integration.</summary>
    public static CheckResult Inconclusive(CheckFailure failure) => new() { Outcome = CheckOutcome.Inconclusive, Failure = failure };
}
