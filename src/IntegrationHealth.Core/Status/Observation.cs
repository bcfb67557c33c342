using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>One result as the evaluator takes it.</summary>
/// <param name="Result">What was found.</param>
/// <param name="At">When the probe began.</param>
/// <param name="LatencyMs">How long it took, in whole milliseconds.</param>
/// <param name="IsPassive">True when it stands for the host's own calls instead of a probe.</param>
internal readonly record struct Observation(CheckResult Result, DateTimeOffset At, int LatencyMs, bool IsPassive = false);

/// <summary>What the evaluator must know beyond one integration.</summary>
/// <param name="HostOffline">True while the host itself seems to have no network: nobody's status may flip.</param>
/// <param name="OutageId">The provider's outage, if one is under way.</param>
/// <param name="ProviderName">The provider as people call it.</param>
/// <param name="IsCanary">True when this integration goes on being probed during an outage.</param>
internal readonly record struct EvaluationContext(
    bool HostOffline = false, string? OutageId = null, string ProviderName = "The provider", bool IsCanary = true);
