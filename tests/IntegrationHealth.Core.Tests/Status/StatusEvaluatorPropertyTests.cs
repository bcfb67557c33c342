using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

/// <summary>What holds after any results in any order; the seed is in the test's name.</summary>
public sealed class StatusEvaluatorPropertyTests
{
    private static readonly CheckResult[] Results =
    [
        Given.Success, Given.Success, Given.Success, Given.Refused, Given.Refused, Given.Revoked, Given.TimedOut, Given.Scarce, Given.Limited,
        Given.Nothing, Given.Limited with { RetryAfter = TimeSpan.FromMinutes(90) }, Given.Refused with { RetryAfter = TimeSpan.FromDays(9) },
        CheckResult.Failed(FailureKind.AuthenticationExpired, "401."), CheckResult.Failed(FailureKind.CheckerFault, "Defect.", Confidence.High),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Evaluate_AnyResults_KeepTheInvariants(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 40; run++)
        {
            var policy = RandomPolicy(random);
            var snapshot = Given.New($"integration-{seed}-{run}");
            var at = Given.Noon;
            for (var step = 0; step < 60; step++)
            {
                at += TimeSpan.FromSeconds(random.Next(0, 400));
                var before = snapshot;
                (snapshot, var observed) = Step(random, before, at, policy);
                Check(before, snapshot, at, observed);
            }
        }
    }

    private static (HealthSnapshot After, DateTimeOffset? ObservedAt) Step(Random random, HealthSnapshot before, DateTimeOffset at, StatusPolicy policy)
    {
        if (random.Next(25) == 0)
            return (before.Status == IntegrationStatus.Paused ? StatusEvaluator.Resume(before, at) : StatusEvaluator.Pause(before, at), null);

        var observedAt = random.Next(20) == 0 ? at.AddMinutes(-3) : at;
        var result = Results[random.Next(Results.Length)];
        var context = new EvaluationContext(random.Next(10) == 0, random.Next(6) == 0 ? "outage" : null, "Gmail", random.Next(2) == 0);
        var latency = random.Next(3_000);
        var after = before.ThenAt(observedAt, result, policy, context, latency);
        after.Should().Be(before.ThenAt(observedAt, result, policy, context, latency), "the same input gives the same output");
        return (after, observedAt);
    }

    private static void Check(HealthSnapshot before, HealthSnapshot after, DateTimeOffset at, DateTimeOffset? observedAt)
    {
        after.Version.Should().Be(before.Version + 1);
        (after.Failure is null).Should().Be(after.Status is IntegrationStatus.Healthy or IntegrationStatus.Unknown or IntegrationStatus.Paused);
        (after.NextCheckAt is null).Should().Be(after.Status == IntegrationStatus.Paused);
        if (after.NextCheckAt is { } next)
            next.Should().BeOnOrAfter(observedAt ?? at).And.BeBefore((observedAt ?? at) + TimeSpan.FromHours(37), "the longest are a day and a half");
        if (after.Status == before.Status)
            after.StatusSince.Should().Be(before.StatusSince);
        (after.Confirming is not null && after.Recovering is not null).Should().BeFalse();
        (after.ConsecutiveFailures > 0 && after.ConsecutiveSuccesses > 0).Should().BeFalse();
        if (after.Confirming is { } confirming)
            confirming.Observed.Should().BeLessThan(confirming.Required);
        if (after.Recovering is { } recovering)
            recovering.Observed.Should().BeLessThan(recovering.Required);
        if (after.OutageId is not null)
            after.Failure!.Kind.Should().Be(FailureKind.ProviderOutage);
        (after.LastCheckedAt >= before.LastCheckedAt || before.LastCheckedAt is null).Should().BeTrue();
    }

    private static StatusPolicy RandomPolicy(Random random) => new()
    {
        Interval = TimeSpan.FromSeconds(random.Next(1, 86_401)),
        FailureThreshold = random.Next(1, 6),
        SuccessThreshold = random.Next(1, 6),
        ConfirmationDelay = TimeSpan.FromSeconds(random.Next(0, 3_601)),
        DegradedLatency = random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(1, 3_000)),
        MaxBackoff = TimeSpan.FromSeconds(random.Next(1, 86_401)),
    };
}
