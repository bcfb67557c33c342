using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>The status that follows, and how far a change on its way has been confirmed.</summary>
internal readonly record struct StatusVerdict(IntegrationStatus Status, StatusProgress? Confirming = null, StatusProgress? Recovering = null);

/// <summary>Thresholds, immediate flips and flap damping. Pure.</summary>
internal static class StatusRules
{
    /// <param name="before">The snapshot before the result.</param>
    /// <param name="counted">The snapshot with the result counted, its status not yet decided.</param>
    /// <param name="result">The result, conclusive.</param>
    /// <param name="policy">The thresholds.</param>
    public static StatusVerdict Decide(HealthSnapshot before, HealthSnapshot counted, CheckResult result, StatusPolicy policy)
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

    private static StatusVerdict AfterFailure(IntegrationStatus status, HealthSnapshot counted, CheckFailure failure, StatusPolicy policy)
    {
        if (failure.IsDefinitive || status == IntegrationStatus.Unhealthy || counted.ConsecutiveFailures >= policy.FailureThreshold)
            return new StatusVerdict(IntegrationStatus.Unhealthy);
        return new StatusVerdict(status, Confirming: new StatusProgress(counted.ConsecutiveFailures, policy.FailureThreshold));
    }

    private static StatusVerdict AfterDegraded(IntegrationStatus status, HealthSnapshot counted, CheckFailure failure, StatusPolicy policy)
    {
        if (status == IntegrationStatus.Unhealthy && counted.ConsecutiveFailures > 0)
            return new StatusVerdict(status);
        if (status == IntegrationStatus.Unhealthy && counted.ConsecutiveSuccesses < policy.SuccessThreshold)
            return new StatusVerdict(status, Recovering: new StatusProgress(counted.ConsecutiveSuccesses, policy.SuccessThreshold));
        if (status != IntegrationStatus.Healthy || IsCertain(failure) || counted.ConsecutiveDegraded >= policy.FailureThreshold)
            return new StatusVerdict(IntegrationStatus.Degraded);
        return new StatusVerdict(status, Confirming: new StatusProgress(counted.ConsecutiveDegraded, policy.FailureThreshold));
    }

    private static StatusVerdict AfterSuccess(IntegrationStatus status, HealthSnapshot counted, StatusPolicy policy)
    {
        if (status is IntegrationStatus.Healthy or IntegrationStatus.Unknown || counted.ConsecutiveSuccesses >= policy.SuccessThreshold)
            return new StatusVerdict(IntegrationStatus.Healthy);
        return new StatusVerdict(status, Recovering: new StatusProgress(counted.ConsecutiveSuccesses, policy.SuccessThreshold));
    }

    /// <summary>The provider's own word, or a date read off a certificate, needs no second probe; one slow answer does.</summary>
    private static bool IsCertain(CheckFailure failure) =>
        failure.Kind == FailureKind.RateLimited || (failure.Confidence == Confidence.High && failure.Kind != FailureKind.Timeout);
}
