using BenchmarkDotNet.Attributes;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Bench.Micro;

/// <summary>What a result means: the snapshot after it, which is what a check allocates.</summary>
public class EvaluatorBenchmarks
{
    private static readonly CheckResult Success = CheckResult.Success();
    private static readonly CheckResult Refused = CheckResult.Failed(Samples.Revoked);
    private static readonly CheckResult Silent = CheckResult.Failed(CheckFailure.Of(FailureKind.Timeout, "The service did not answer within 5 s."));

    private readonly HealthSnapshot _healthy = Samples.Healthy;
    private readonly HealthSnapshot _failing = StatusEvaluator.Evaluate(Samples.Healthy, Seen(Refused, 1), Samples.Policy, default);

    /// <summary>The steady state.</summary>
    [Benchmark]
    public object HealthyStays() => StatusEvaluator.Evaluate(_healthy, Seen(Success, 1), Samples.Policy, default);

    /// <summary>The first failure, which is to be confirmed.</summary>
    [Benchmark]
    public object HealthyFails() => StatusEvaluator.Evaluate(_healthy, Seen(Silent, 1), Samples.Policy, default);

    /// <summary>A failure that is known.</summary>
    [Benchmark]
    public object UnhealthyStays() => StatusEvaluator.Evaluate(_failing, Seen(Refused, 2), Samples.Policy, default);

    private static Observation Seen(CheckResult result, int intervals) => new(result, Samples.Now + (intervals * Samples.Policy.Interval), 20);
}
