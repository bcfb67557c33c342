using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Realtime;

/// <summary>A committed change of one integration.</summary>
/// <param name="Integration">The integration.</param>
/// <param name="Before">Its state before.</param>
/// <param name="After">Its state now.</param>
/// <param name="Result">The check behind it; null when a person paused or resumed it.</param>
public sealed record HealthEvent(Integration Integration, HealthSnapshot Before, HealthSnapshot After, CheckResult? Result)
{
    /// <summary>True when the status itself changed.</summary>
    public bool IsTransition => Before.Status != After.Status;
}

/// <summary>Learns of committed changes. Best effort, in order for each integration; a slow subscriber delays only other subscribers' news, never checks.</summary>
public interface IHealthEventSubscriber
{
    /// <summary>
    /// True to hear of what other hosts committed, too: for caches and live clients. Such a change names the new status and version, not the rest of
    /// the new state. False, the default, hears of each change on one host alone.
    /// </summary>
    bool HearsOfOtherHosts => false;

    /// <summary>Called after each commit with its changes.</summary>
    ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken);
}

/// <summary>Where to subscribe to changes while the host runs. Safe for concurrent use.</summary>
public interface IHealthEvents
{
    /// <summary>Tells <paramref name="subscriber"/> of every commit from now on, until the answer is disposed.</summary>
    IDisposable Subscribe(IHealthEventSubscriber subscriber);
}
