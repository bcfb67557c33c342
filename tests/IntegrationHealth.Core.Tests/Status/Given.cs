using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

/// <summary>The usual inputs of the pure functions.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly StatusPolicy Policy = new()
    {
        Interval = TimeSpan.FromMinutes(5),
        FailureThreshold = 3,
        SuccessThreshold = 2,
        ConfirmationDelay = TimeSpan.FromSeconds(10),
        MaxBackoff = TimeSpan.FromMinutes(60),
    };

    public static readonly CheckResult Success = CheckResult.Success();

    public static readonly CheckResult Refused = CheckResult.Failed(FailureKind.Network, "Refused.");

    public static readonly CheckResult Revoked = CheckResult.Failed(FailureKind.AuthenticationRevoked, "Revoked.", Confidence.High);

    public static readonly CheckResult TimedOut = CheckResult.Failed(FailureKind.Timeout, "No answer.");

    public static readonly CheckResult Scarce = CheckResult.Degraded(CheckFailure.Of(FailureKind.InsufficientScope, "Events are missing."));

    public static readonly CheckResult Limited = CheckResult.Failed(FailureKind.RateLimited, "Slow down.");

    public static readonly CheckResult Nothing = CheckResult.Inconclusive(CheckFailure.Of(FailureKind.Network, "No network here."));

    public static HealthSnapshot New(string id = "one") => HealthSnapshot.Initial(id, Noon);

    /// <summary>Evaluates one result at the time at which the snapshot wants to be checked.</summary>
    public static HealthSnapshot Then(
        this HealthSnapshot before, CheckResult result, StatusPolicy? policy = null, EvaluationContext? context = null, int latencyMs = 20) =>
        before.ThenAt(before.NextCheckAt ?? Noon, result, policy, context, latencyMs);

    public static HealthSnapshot ThenAt(
        this HealthSnapshot before, DateTimeOffset at, CheckResult result, StatusPolicy? policy = null, EvaluationContext? context = null,
        int latencyMs = 20) =>
        StatusEvaluator.Evaluate(before, new Observation(result, at, latencyMs), policy ?? Policy, context ?? new EvaluationContext());

    public static HealthSnapshot Healthy(string id = "one") => New(id).Then(Success);

    public static HealthSnapshot Unhealthy(string id = "one") => Healthy(id).Then(Refused).Then(Refused).Then(Refused);

    /// <summary>How long after its last observation the snapshot wants the next one.</summary>
    public static TimeSpan Wait(this HealthSnapshot snapshot) => snapshot.NextCheckAt!.Value - snapshot.LastCheckedAt!.Value;
}
