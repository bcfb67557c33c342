using System.Collections.Concurrent;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Status.Outages;

/// <summary>
/// Tells a vendor's outage from many broken credentials: when most recent checks of a provider fail in ways that speak of the vendor,
/// and those checks belong to many integrations, it is one outage. It ends when most canaries succeed. One writer calls it; anybody may read
/// <see cref="Current"/>.
/// </summary>
internal sealed class ProviderOutageDetector : IOutageReader
{
    /// <summary>An outage needs this many integrations: below it, each can speak for itself.</summary>
    public const int MinimumIntegrations = 5;

    /// <summary>Share of recent checks that must fail alike.</summary>
    private const double StartShare = 0.6;

    /// <summary>Share of recent canary checks that must still fail for the outage to last.</summary>
    private const double EndShare = 0.4;

    private const int MaxPast = 100;

    private const int MinimumCanaryResults = 3;

    /// <summary>One in this many integrations goes on being probed during an outage.</summary>
    private const int CanaryShare = 100;

    /// <summary>Never fewer than about this many: a hash picks them, so twelve wanted are hardly ever fewer than three.</summary>
    private const int MinimumCanaries = 12;

    private readonly ConcurrentDictionary<string, ProviderOutage> _outages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProviderWindow> _windows = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<ProviderOutage> _past = new();

    public ProviderOutage? Current(string provider) => _outages.GetValueOrDefault(provider);

    public IReadOnlyList<ProviderOutage> List() => [.. _outages.Values.Concat(_past).OrderByDescending(outage => outage.StartedAt)];

    /// <summary>True when the integration belongs to the few that are probed during an outage.</summary>
    public static bool IsCanary(string integrationId, int integrationsOfProvider)
    {
        var canaries = Math.Max(MinimumCanaries, integrationsOfProvider / CanaryShare);
        return canaries >= integrationsOfProvider
            || DueTimeSpreader.StableHash(integrationId) % (ulong)integrationsOfProvider < (ulong)canaries;
    }

    /// <summary>Takes one result in.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="before">The integration's state before it.</param>
    /// <param name="observation">The result.</param>
    /// <param name="interval">The integration's interval: the window is as long, 1–5 min.</param>
    /// <returns>The outage that just ended, or null.</returns>
    public ProviderOutage? Observe(string provider, HealthSnapshot before, Observation observation, TimeSpan interval)
    {
        var result = observation.Result;
        // A confirmation probes one failing integration again: counted, it would make few look like many.
        if (result.Outcome == CheckOutcome.Inconclusive || before.Confirming is not null)
            return null;

        if (!_windows.TryGetValue(provider, out var window))
            _windows[provider] = window = new ProviderWindow(new RecentResults(Bounded(interval)));
        var speaksOfVendor = result.Outcome == CheckOutcome.Failed && FailureDefaults.SpeaksOfVendor(result.Failure!.Kind);
        window.Results.Add(observation.At, speaksOfVendor);
        if (speaksOfVendor)
            window.Failing.Add(before.IntegrationId);
        else
            window.Failing.Remove(before.IntegrationId);
        return Judge(provider, window, observation.At);
    }

    private ProviderOutage? Judge(string provider, ProviderWindow window, DateTimeOffset now)
    {
        var (all, failing) = (window.Results.All, window.Results.Matching);
        if (!_outages.TryGetValue(provider, out var outage))
        {
            if (window.Failing.Count >= MinimumIntegrations && failing >= MinimumIntegrations && failing >= all * StartShare)
            {
                _outages[provider] = new ProviderOutage($"{now.ToUnixTimeMilliseconds():x12}-{provider}", provider, now);
                window.Results.Clear();
            }

            return null;
        }

        if (all < MinimumCanaryResults || failing > all * EndShare)
            return null;
        _outages.TryRemove(provider, out _);
        _past.Enqueue(outage with { EndedAt = now });
        if (_past.Count > MaxPast)
            _past.TryDequeue(out _);
        window.Results.Clear();
        window.Failing.Clear();
        return outage;
    }

    private static TimeSpan Bounded(TimeSpan interval) =>
        interval < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : interval > TimeSpan.FromMinutes(5) ? TimeSpan.FromMinutes(5) : interval;

    private sealed record ProviderWindow(RecentResults Results)
    {
        public HashSet<string> Failing { get; } = new(StringComparer.Ordinal);
    }
}
