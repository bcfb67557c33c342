namespace IntegrationHealth.Status;

/// <summary>The numbers by which one integration is judged.</summary>
internal sealed record StatusPolicy
{
    /// <summary>Longest wait a provider may ask for with Retry-After.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Time after which a check that the circuit breaker refused is looked at again.</summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(15);

    /// <summary>A failing integration is never left alone for more than this many intervals, so that a short interval recovers quickly.</summary>
    private const int MaxBackoffIntervals = 12;

    public required TimeSpan Interval { get; init; }

    public required int FailureThreshold { get; init; }

    public required int SuccessThreshold { get; init; }

    public required TimeSpan ConfirmationDelay { get; init; }

    public TimeSpan? DegradedLatency { get; init; }

    public required TimeSpan MaxBackoff { get; init; }

    /// <summary>Time to the probe that confirms a change.</summary>
    public TimeSpan Confirmation => ConfirmationDelay < Interval ? ConfirmationDelay : Interval;

    /// <summary>The longest that a check is put off, Retry-After apart: backoff's bound, an interval and the half that its phase may add, or what follows a refusal.</summary>
    public TimeSpan LongestWait => Longest(Longest(BackoffBound, Interval * 1.5), AfterRefusal);

    /// <summary>The bound of backoff: 5 min gives 5, 10, 20, 40, 60 min; 1 s gives 1, 2, 4, 8, 12 s.</summary>
    public TimeSpan BackoffBound
    {
        get
        {
            var byInterval = Interval * MaxBackoffIntervals;
            var bound = byInterval < MaxBackoff ? byInterval : MaxBackoff;
            return Longest(bound, Interval);
        }
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
