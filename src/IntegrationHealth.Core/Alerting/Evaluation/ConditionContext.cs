using IntegrationHealth.Status;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>Everything that conditions look at. A provider's rule has no integration.</summary>
/// <param name="Now">The moment of the evaluation: the same for all its comparisons.</param>
/// <param name="Snapshot">The integration's state; null for a provider.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Provider">The provider.</param>
/// <param name="ProviderName">What people call the provider.</param>
/// <param name="Recent">Its recent checks, oldest first; empty where no rule asks for them.</param>
/// <param name="Providers">What is known of whole providers.</param>
internal readonly record struct ConditionContext(
    DateTimeOffset Now, HealthSnapshot? Snapshot, TimeSpan Interval, string Provider, string ProviderName,
    IReadOnlyList<ObservedCheck> Recent, IProviderActivity Providers);

/// <summary>One check as windows keep it.</summary>
internal readonly record struct ObservedCheck(DateTimeOffset At, int LatencyMs, bool Failed);

/// <summary>What is known of whole providers.</summary>
internal interface IProviderActivity
{
    /// <summary>Failed checks and all checks in the window that ends now.</summary>
    (int Failed, int All) Count(string provider, TimeSpan window, DateTimeOffset now);

    /// <summary>Since when the provider has an outage; null when it has none.</summary>
    DateTimeOffset? OutageSince(string provider);
}
