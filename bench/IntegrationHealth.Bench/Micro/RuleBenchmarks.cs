using BenchmarkDotNet.Attributes;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Status;

namespace IntegrationHealth.Bench.Micro;

/// <summary>What alert rules say of one integration after a check.</summary>
public class RuleBenchmarks
{
    private const int ChecksInWindow = 288;

    private readonly CompiledRule[] _defaults = [.. DefaultRules.All.Select(rule => new CompiledRule(rule)).Where(rule => !rule.IsOfProvider)];

    private readonly CompiledRule _errorRate = new(new AlertRule
    {
        Id = "error-rate",
        Name = "Error rate",
        Conditions = [new ErrorRateCondition { Window = TimeSpan.FromDays(1), ThresholdPercent = 10, MinimumChecks = 10 }],
    });

    private readonly CompiledRule _latency = new(new AlertRule
    {
        Id = "latency",
        Name = "Latency",
        Conditions = [new LatencyCondition { Window = TimeSpan.FromDays(1), Percentile = 95, ThresholdMs = 10_000, MinimumChecks = 10 }],
    });

    private readonly ConditionContext _healthy = Of(Samples.Healthy);
    private readonly ConditionContext _unhealthy = Of(Samples.Unhealthy);

    [Benchmark]
    public int DefaultRulesOfHealthy() => Judge(_healthy);

    [Benchmark]
    public int DefaultRulesOfUnhealthy() => Judge(_unhealthy);

    [Benchmark]
    public int ErrorRateOfDay() => (int)_errorRate.Judge(_healthy).Verdict;

    [Benchmark]
    public int LatencyOfDay() => (int)_latency.Judge(_healthy).Verdict;

    private int Judge(in ConditionContext context)
    {
        var breached = 0;
        foreach (var rule in _defaults)
            breached += rule.Judge(context).Verdict == Verdict.Breach ? 1 : 0;
        return breached;
    }

    private static ConditionContext Of(HealthSnapshot snapshot) => new(
        Samples.Now, snapshot, Samples.Policy.Interval, "http", "HTTP",
        [.. Enumerable.Range(0, ChecksInWindow).Select(i => new ObservedCheck(Samples.Now - ((ChecksInWindow - i) * Samples.Policy.Interval), 20 + (i % 100), i % 50 == 0))],
        new QuietProviders());

    private sealed class QuietProviders : IProviderActivity
    {
        public (int Failed, int All) Count(string provider, TimeSpan window, DateTimeOffset now) => (0, 0);

        public DateTimeOffset? OutageSince(string provider) => null;
    }
}
