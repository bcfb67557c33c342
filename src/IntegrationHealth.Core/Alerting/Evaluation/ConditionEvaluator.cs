using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What each condition says. Pure.</summary>
internal static class ConditionEvaluator
{
    public static Judgement Evaluate(AlertCondition condition, in ConditionContext context) => condition switch
    {
        ProviderErrorRateCondition rate => ProviderErrorRate(rate, context),
        ProviderOutageCondition => ProviderOutage(context),
        // A paused integration, or none: nothing can be wrong with it.
        _ when context.Snapshot is null or { Status: IntegrationStatus.Paused } => default,
        ConsecutiveFailuresCondition failures => ConsecutiveFailures(failures, context.Snapshot),
        ErrorRateCondition rate => ErrorRate(rate, context),
        LatencyCondition latency => Latency(latency, context),
        StatusCondition status => Status(status, context),
        FailureKindCondition kinds => FailureKind(kinds, context.Snapshot),
        CredentialExpiryCondition expiry => CredentialExpiry(expiry, context),
        NoDataCondition silence => NoData(silence, context),
        _ => throw new NotSupportedException($"No evaluator knows the condition {condition.GetType().Name}."),
    };

    private static Judgement ConsecutiveFailures(ConsecutiveFailuresCondition condition, HealthSnapshot snapshot) =>
        snapshot.ConsecutiveFailures >= condition.Threshold
            ? Breach(snapshot, snapshot.ConsecutiveFailures == 1 ? "The last check failed" : Text($"{snapshot.ConsecutiveFailures} checks in a row failed"))
            : default;

    private static Judgement ErrorRate(ErrorRateCondition condition, in ConditionContext context)
    {
        var (failed, all) = (0, 0);
        foreach (var check in context.Recent)
        {
            if (check.At <= context.Now - condition.Window)
                continue;
            all++;
            failed += check.Failed ? 1 : 0;
        }

        if (all < condition.MinimumChecks)
            return new Judgement(Verdict.NoData);
        return failed * 100.0 >= condition.ThresholdPercent * all
            ? Breach(context.Snapshot!, Text($"{failed} of {all} checks failed within {Words(condition.Window)}"))
            : default;
    }

    private static Judgement Latency(LatencyCondition condition, in ConditionContext context)
    {
        var from = context.Now - condition.Window;
        int[] latencies = [.. context.Recent.Where(check => check.At > from && !check.Failed).Select(check => check.LatencyMs).Order()];
        if (latencies.Length < Math.Max(1, condition.MinimumChecks))
            return new Judgement(Verdict.NoData);

        // Nearest rank: the smallest value that at least so many percent do not exceed.
        var value = condition.Percentile is { } percentile
            ? latencies[Math.Clamp((int)Math.Ceiling(percentile / 100 * latencies.Length) - 1, 0, latencies.Length - 1)]
            : latencies.Average();
        var what = condition.Percentile is { } p ? Text($"latency p{p:0.##}") : "average latency";
        return value >= condition.ThresholdMs
            ? Breach(context.Snapshot!, Text($"{what} is {value:0} ms within {Words(condition.Window)}"))
            : default;
    }

    private static Judgement Status(StatusCondition condition, in ConditionContext context)
    {
        var snapshot = context.Snapshot!;
        var matches = snapshot.Status == condition.Status
            || (condition.Status == IntegrationStatus.Degraded && snapshot.Status == IntegrationStatus.Unhealthy);
        return matches && context.Now - snapshot.StatusSince >= condition.For
            ? Breach(snapshot, condition.For > TimeSpan.Zero
                ? Text($"{snapshot.Status} for {Words(context.Now - snapshot.StatusSince)}")
                : Text($"{snapshot.Status}"))
            : default;
    }

    private static Judgement FailureKind(FailureKindCondition condition, HealthSnapshot snapshot) =>
        snapshot.Failure is { } failure && condition.Kinds.Contains(failure.Kind) ? Breach(snapshot, null) : default;

    private static Judgement CredentialExpiry(CredentialExpiryCondition condition, in ConditionContext context)
    {
        if (context.Snapshot!.CredentialExpiresAt is not { } expires || expires - context.Now > condition.Within)
            return default;
        return new Judgement(Verdict.Breach, expires > context.Now
            ? Text($"The credential ends in {Words(expires - context.Now)}.")
            : Text($"The credential ended {Words(context.Now - expires)} ago."));
    }

    private static Judgement NoData(NoDataCondition condition, in ConditionContext context)
    {
        var snapshot = context.Snapshot!;
        // A check put off by backoff or Retry-After is not overdue before its own time.
        if ((snapshot.NextCheckAt ?? snapshot.LastCheckedAt + context.Interval) is not { } expected
            || context.Now - expected < context.Interval * (condition.Intervals - 1) || context.Now <= expected)
        {
            return default;
        }

        return new Judgement(Verdict.Breach, snapshot.LastCheckedAt is { } last
            ? Text($"No check for {Words(context.Now - last)}; one is due every {Words(context.Interval)}.")
            : Text($"It was never checked; the first check was due {Words(context.Now - expected)} ago."));
    }

    private static Judgement ProviderErrorRate(ProviderErrorRateCondition condition, in ConditionContext context)
    {
        var (failed, all) = context.Providers.Count(context.Provider, condition.Window, context.Now);
        if (all < condition.MinimumChecks)
            return new Judgement(Verdict.NoData);
        return failed * 100.0 >= condition.ThresholdPercent * all
            ? new Judgement(Verdict.Breach, Text($"{failed} of {all} checks of {context.ProviderName} failed within {Words(condition.Window)}."))
            : default;
    }

    private static Judgement ProviderOutage(in ConditionContext context) => context.Providers.OutageSince(context.Provider) is not null
        ? new Judgement(Verdict.Breach, $"{context.ProviderName} is having an outage.", Checks.FailureKind.ProviderOutage)
        : default;

    private static Judgement Breach(HealthSnapshot snapshot, string? finding) => new(Verdict.Breach,
        (finding, snapshot.Failure?.Message) switch
        {
            (null, { } message) => message,
            ({ } text, { } message) => $"{text}: {message}",
            var (text, _) => $"{text}.",
        },
        snapshot.Failure?.Kind);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Words(TimeSpan time) => time.TotalMinutes < 2 ? Text($"{time.TotalSeconds:0} s")
        : time.TotalHours < 2 ? Text($"{time.TotalMinutes:0} min")
        : time.TotalDays < 2 ? Text($"{time.TotalHours:0} h")
        : Text($"{time.TotalDays:0} days");
}
