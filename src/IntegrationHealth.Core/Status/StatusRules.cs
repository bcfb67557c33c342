using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>The status that follows, and how far a change on its way has been confirmed.</summary>
internal readonly record struct StatusVerdict(IntegrationStatus Status, StatusProgress? Confirming = null, StatusProgress? Recovering = null);

/// <summary>What a result makes of the counts, before the status is decided. A value: each check would else make one snapshot to throw away.</summary>
/// <param name="At">When the probe began.</param>
/// <param name="Failures">Failed observations in a row.</param>
/// <param name="Successes">Observations in a row that did not fail.</param>
/// <param name="Degraded">Observations in a row that were Degraded.</param>
/// <param name="Recent">The last outcomes.</param>
/// <param name="Flapping">True while they change too often.</param>
/// <param name="RetryAt">Until when the provider asked to be left alone.</param>
internal readonly record struct CountedResult(
    DateTimeOffset At, int Failures, int Successes, int Degraded, RecentOutcomes Recent, bool Flapping, DateTimeOffset? RetryAt);

/// <summary>Thresholds, immediate flips and flap damping. Pure.</summary>
internal static class StatusRules
{
    /// <param name="before">The snapshot before the result.</param>
    /// <param name="counted">The result, counted.</param>
    /// <param name="result">The result, conclusive.</param>
    /// <param name="policy">The thresholds.</param>
    public static StatusVerdict Decide(HealthSnapshot before, in CountedResult counted, CheckResult result, StatusPolicy policy)
    {
        var verdict = result.Outcome switch
        {
            CheckOutcome.Failed => AfterFailure(before.Status, counted, result.Failure!, policy),
            CheckOutcome.Degraded => AfterDegraded(before.Status, counted, result.Failure!, policy),
            _ => AfterSuccess(before.Status, counted, policy),
        };

        // An integration that keeps changing is not called healthy between two failures.
        return counted.Flapping && verdict.Status == IntegrationStatus.Healthy ? new StatusVerdict(IntegrationStatus.Degraded) : verdict;
    }

    private static StatusVerdict AfterFailure(IntegrationStatus status, in CountedResult counted, CheckFailure failure, StatusPolicy policy)
    {
        if (failure.IsDefinitive || status == IntegrationStatus.Unhealthy || counted.Failures >= policy.FailureThreshold)
            return new StatusVerdict(IntegrationStatus.Unhealthy);
        return new StatusVerdict(status, Confirming: new StatusProgress(counted.Failures, policy.FailureThreshold));
    }

    private static StatusVerdict AfterDegraded(IntegrationStatus status, in CountedResult counted, CheckFailure failure, StatusPolicy policy)
    {
        if (status == IntegrationStatus.Unhealthy && counted.Failures > 0)
            return new StatusVerdict(status);
        if (status == IntegrationStatus.Unhealthy && counted.Successes < policy.SuccessThreshold)
            return new StatusVerdict(status, Recovering: new StatusProgress(counted.Successes, policy.SuccessThreshold));
        if (status != IntegrationStatus.Healthy || IsCertain(failure) || counted.Degraded >= policy.FailureThreshold)
            return new StatusVerdict(IntegrationStatus.Degraded);
        return new StatusVerdict(status, Confirming: new StatusProgress(counted.Degraded, policy.FailureThreshold));
    }

    private static StatusVerdict AfterSuccess(IntegrationStatus status, in CountedResult counted, StatusPolicy policy)
    {
        if (status is IntegrationStatus.Healthy or IntegrationStatus.Unknown || counted.Successes >= policy.SuccessThreshold)
            return new StatusVerdict(IntegrationStatus.Healthy);
        return new StatusVerdict(status, Recovering: new StatusProgress(counted.Successes, policy.SuccessThreshold));
    }

    /// <summary>The provider's own word, or a date read off a certificate, needs no second probe; one slow answer does.</summary>
    private static bool IsCertain(CheckFailure failure) =>
        failure.Kind == FailureKind.RateLimited || (failure.Confidence == Confidence.High && failure.Kind != FailureKind.Timeout);
}
