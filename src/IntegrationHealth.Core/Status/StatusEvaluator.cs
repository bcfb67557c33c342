using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Status;

/// <summary>
/// What a result means: <c>(snapshot, result, policy, now) → snapshot</c>. Pure: no clock, no I/O, and the same input gives the same
/// output. The rules stand in the order in which they apply.
/// </summary>
internal static class StatusEvaluator
{
    private static readonly TimeSpan LongestOvertaking = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestConfirmation = TimeSpan.FromMinutes(5);

    /// <summary>The next snapshot; its version is one higher.</summary>
    public static HealthSnapshot Evaluate(HealthSnapshot before, Observation observation, StatusPolicy policy, EvaluationContext context)
    {
        var result = ApplyLatencyLimit(observation, policy);
        if (SaysNothing(before, result, observation.At, context))
            return Unchanged(before, result, observation.At, policy);
        if (observation.IsPassive)
            return PassiveRules.Apply(before, observation, policy);

        var counted = Count(before, result, observation);
        // The outage is the confirmation: what it explains is not asked twice more.
        var verdict = result.Outcome == CheckOutcome.Failed
            && (IsTooFarToConfirm(result, policy) || !ReferenceEquals(FailureRules.UnderOutage(result.Failure, context), result.Failure))
            ? new StatusVerdict(IntegrationStatus.Unhealthy)
            : StatusRules.Decide(before, counted, result, policy);
        return Conclude(before, counted, observation, result, verdict, policy, context);
    }

    /// <summary>The snapshot of an integration that a person switched off.</summary>
    public static HealthSnapshot Pause(HealthSnapshot before, DateTimeOffset now) => HealthSnapshot.Initial(before.IntegrationId, now) with
    {
        Status = IntegrationStatus.Paused,
        LastCheckedAt = before.LastCheckedAt,
        LastSucceededAt = before.LastSucceededAt,
        CredentialExpiresAt = before.CredentialExpiresAt,
        Data = before.Data,
        Recent = before.Recent,
        Version = before.Version + 1,
    };

    /// <summary>The snapshot of an integration that a person switched on again: unknown until it is checked, at once.</summary>
    public static HealthSnapshot Resume(HealthSnapshot before, DateTimeOffset now) => before with
    {
        Status = IntegrationStatus.Unknown,
        StatusSince = now,
        NextCheckAt = now,
        Version = before.Version + 1,
    };

    /// <summary>
    /// Who asks to be left alone for longer than two confirmations may take has said how it is: waiting for them would leave it green meanwhile.
    /// </summary>
    private static bool IsTooFarToConfirm(CheckResult result, StatusPolicy policy) =>
        result.RetryAfter is { } wait && wait > Shortest(policy.Interval, LongestConfirmation);

    private static CheckResult ApplyLatencyLimit(Observation observation, StatusPolicy policy) =>
        observation.Result.Outcome == CheckOutcome.Succeeded && observation.LatencyMs > policy.DegradedLatency?.TotalMilliseconds
            ? observation.Result with { Outcome = CheckOutcome.Degraded, Failure = SlowAnswer(observation.LatencyMs, policy.DegradedLatency.Value) }
            : observation.Result;

    private static CheckFailure SlowAnswer(int latencyMs, TimeSpan limit) => CheckFailure.Of(FailureKind.Timeout, FormattableString.Invariant(
        $"It answered, but took {latencyMs} ms; the limit is {limit.TotalMilliseconds:0} ms."));

    private static bool SaysNothing(HealthSnapshot before, CheckResult result, DateTimeOffset at, EvaluationContext context) =>
        result.Outcome == CheckOutcome.Inconclusive
        || before.Status == IntegrationStatus.Paused
        || IsLate(before, at)
        || (context.HostOffline && result is { Outcome: CheckOutcome.Failed, Failure: { } failure } && FailureDefaults.SpeaksOfNetwork(failure.Kind));

    /// <summary>A little before the last one: overtaken. Long before it: the host's clock was set back, and news is news.</summary>
    private static bool IsLate(HealthSnapshot before, DateTimeOffset at) =>
        before.LastCheckedAt - at is { } behind && behind > TimeSpan.Zero && behind <= LongestOvertaking;

    private static HealthSnapshot Unchanged(HealthSnapshot before, CheckResult result, DateTimeOffset at, StatusPolicy policy)
    {
        // Not asked, because others were told to wait: the wait counts, although nothing was learnt.
        // A clock that was ahead set what was asked before as far ahead.
        var asked = before.LastCheckedAt > at ? before.RetryAt - (before.LastCheckedAt - at) : before.RetryAt;
        var retryAt = result is { Outcome: CheckOutcome.Inconclusive, RetryAfter: { } wait } && at + Shortest(wait, StatusPolicy.MaxRetryAfter) is var later
            && !(asked > later) ? later : asked;
        return before with
        {
            RetryAt = retryAt,
            NextCheckAt = before.Status == IntegrationStatus.Paused
                ? null
                : Later(retryAt, DueTimeSpreader.Next(before.IntegrationId, at, policy.Interval)),
            Version = before.Version + 1,
        };
    }

    private static CountedResult Count(HealthSnapshot before, CheckResult result, Observation observation)
    {
        var failed = result.Outcome == CheckOutcome.Failed;
        var neutral = IsNeutral(before, result);
        var recent = before.Recent.Add(result.Outcome);
        return new CountedResult(
            observation.At,
            neutral ? before.ConsecutiveFailures : failed ? before.ConsecutiveFailures + 1 : 0,
            neutral ? before.ConsecutiveSuccesses : failed ? 0 : before.ConsecutiveSuccesses + 1,
            result.Outcome == CheckOutcome.Degraded ? before.ConsecutiveDegraded + 1 : 0,
            recent,
            FlapDetector.IsFlapping(recent, before.Flapping),
            result.RetryAfter is { } wait ? observation.At + Shortest(wait, StatusPolicy.MaxRetryAfter) : null);
    }

    /// <summary>A rate limit answers before the credential is looked at: it neither confirms a failure nor proves a recovery.</summary>
    private static bool IsNeutral(HealthSnapshot before, CheckResult result) =>
        result.Failure?.Kind == FailureKind.RateLimited && before.ConsecutiveFailures > 0;

    private static HealthSnapshot Conclude(
        HealthSnapshot before, in CountedResult counted, Observation observation, CheckResult result, StatusVerdict verdict, StatusPolicy policy,
        EvaluationContext context)
    {
        var status = verdict.Status;
        var failure = status is IntegrationStatus.Healthy or IntegrationStatus.Unknown
            ? null
            : FailureRules.Choose(status, before.Failure, result.Failure, counted.Flapping);
        // What worked has shown all that there is: a part it does not name is gone, and so is an end it does not know.
        var saysAll = result.Outcome != CheckOutcome.Failed && result.Failure?.Kind != FailureKind.RateLimited;
        var explained = FailureRules.UnderOutage(failure, context);
        var outageId = ReferenceEquals(explained, failure) ? null : context.OutageId;
        return before with
        {
            Status = status,
            StatusSince = status == before.Status ? before.StatusSince : counted.At,
            LastCheckedAt = counted.At,
            LastSucceededAt = result.Outcome == CheckOutcome.Failed || IsNeutral(before, result) ? before.LastSucceededAt : counted.At,
            NextCheckAt = NextCheck(before.IntegrationId, counted, result, verdict, explainedByOutage: outageId is not null, policy, context),
            LatencyMs = observation.LatencyMs,
            ConsecutiveFailures = counted.Failures,
            ConsecutiveSuccesses = counted.Successes,
            ConsecutiveDegraded = counted.Degraded,
            FailingSince = result.Outcome == CheckOutcome.Succeeded ? null : before.FailingSince ?? counted.At,
            Failure = explained,
            Confirming = verdict.Confirming,
            Recovering = verdict.Recovering,
            RetryAt = counted.RetryAt,
            OutageId = outageId,
            Flapping = counted.Flapping,
            Capabilities = saysAll || result.Capabilities.Count > 0 ? result.Capabilities : before.Capabilities,
            CredentialExpiresAt = saysAll ? result.CredentialExpiresAt : result.CredentialExpiresAt ?? before.CredentialExpiresAt,
            Data = result.Data ?? before.Data,
            Recent = counted.Recent,
            Version = before.Version + 1,
        };
    }

    private static DateTimeOffset NextCheck(
        string integrationId, in CountedResult counted, CheckResult result, StatusVerdict verdict, bool explainedByOutage, StatusPolicy policy, EvaluationContext context)
    {
        var at = counted.At;
        var due = verdict switch
        {
            _ when explainedByOutage && !context.IsCanary => at + policy.BackoffBound,
            { Confirming: not null } or { Recovering: not null } => at + policy.Confirmation,
            { Status: IntegrationStatus.Unhealthy } when !explainedByOutage => at + BackoffSchedule.Delay(policy, BackoffAttempt(counted, result, policy)),
            _ => DueTimeSpreader.Next(integrationId, at, policy.Interval),
        };
        return Later(counted.RetryAt, due);
    }

    private static int BackoffAttempt(in CountedResult counted, CheckResult result, StatusPolicy policy) =>
        counted.Failures - (result.Failure?.IsDefinitive == true ? 1 : policy.FailureThreshold);

    private static DateTimeOffset Later(DateTimeOffset? retryAt, DateTimeOffset due) => retryAt > due ? retryAt.Value : due;

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
