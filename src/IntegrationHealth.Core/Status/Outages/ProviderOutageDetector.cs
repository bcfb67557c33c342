using System.Collections.Concurrent;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Status.Outages;

/// <summary>
/// Tells a vendor's outage from many broken credentials: when most recent checks of a provider fail in ways that speak of the vendor,
/// and those checks belong to many integrations, it is one outage. It ends when most canaries succeed. One writer calls it; anybody may read
/// <see cref="Current"/>.
/// </summary>
internal sealed class ProviderOutageDetector(VendorStatusBoard? feeds = null) : IOutageReader
{
    /// <summary>An outage needs this many integrations: below it, each can speak for itself.</summary>
    public const int MinimumIntegrations = 5;

    /// <summary>This many are enough where the vendor's own feed admits trouble.</summary>
    private const int MinimumWithFeed = 2;

    /// <summary>Share of recent checks from which an outage is suspected, and this long the suspicion lasts.</summary>
    private const double SuspicionShare = 0.5;

    private static readonly TimeSpan SuspicionLasts = TimeSpan.FromMinutes(5);

    /// <summary>Share of recent checks that must fail alike.</summary>
    private const double StartShare = 0.6;

    /// <summary>In a large fleet the last seconds tell enough: this many results, of which this share fails alike.</summary>
    private const int MinimumLatest = 20;

    private const double LatestShare = 0.9;

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

    /// <summary>When each provider was last found suspicious.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _suspectedAt = new(StringComparer.OrdinalIgnoreCase);

    public ProviderOutage? Current(string provider) => _outages.GetValueOrDefault(provider);

    public IReadOnlyList<ProviderOutage> List() =>
        [.. _outages.Values.Select(WithVendorStatus).Concat(_past).OrderByDescending(outage => outage.StartedAt)];

    /// <summary>True while an outage is under way, or so much has lately failed alike that its vendor's feed is worth a look.</summary>
    public bool IsSuspected(string provider, DateTimeOffset now) =>
        Current(provider) is not null || (_suspectedAt.TryGetValue(provider, out var at) && now - at <= SuspicionLasts);

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
        if (result.Outcome == CheckOutcome.Inconclusive)
            return null;
        if (!_windows.TryGetValue(provider, out var window))
            _windows[provider] = window = new ProviderWindow(Bounded(interval));
        var speaksOfVendor = result.Outcome == CheckOutcome.Failed && FailureDefaults.SpeaksOfVendor(result.Failure!.Kind);
        // A confirmation probes one failing integration again: counted, it would make few look like many. But the vendor's feed may have
        // confirmed meanwhile what was suspected before. One that takes the failure back is news.
        if (before.Confirming is not null && (speaksOfVendor || !window.Failing.ContainsKey(before.IntegrationId)))
        {
            window.Results.Forget(observation.At);
            window.Latest.Forget(observation.At);
            return Judge(provider, window, observation.At);
        }

        window.Results.Add(observation.At, speaksOfVendor);
        window.Latest.Add(observation.At, speaksOfVendor);
        if (speaksOfVendor)
            window.Failing[before.IntegrationId] = observation.At;
        else
            window.Failing.Remove(before.IntegrationId);
        return Judge(provider, window, observation.At);
    }

    private ProviderOutage? Judge(string provider, ProviderWindow window, DateTimeOffset now)
    {
        var (all, failing) = (window.Results.All, window.Results.Matching);
        if (!_outages.TryGetValue(provider, out var outage))
        {
            var nearlyAllOfLate = window.Latest.All >= MinimumLatest && window.Latest.Matching >= window.Latest.All * LatestShare;
            var isSuspicious = failing >= MinimumWithFeed && (failing >= all * SuspicionShare || nearlyAllOfLate);
            var witnesses = isSuspicious ? window.CountFailing(now) : 0;
            if (witnesses >= MinimumWithFeed)
                _suspectedAt[provider] = now;
            var least = feeds?.AdmitsTrouble(provider, now) == true ? MinimumWithFeed : MinimumIntegrations;
            if (failing >= least && witnesses >= least && (failing >= all * StartShare || nearlyAllOfLate))
            {
                _outages[provider] = new ProviderOutage($"{now.ToUnixTimeMilliseconds():x12}-{provider}", provider, now);
                window.Clear();
                window.Needed = Math.Min(MinimumCanaryResults, witnesses);
            }

            return null;
        }

        if (all < window.Needed || failing > all * EndShare)
            return null;
        _outages.TryRemove(provider, out _);
        _suspectedAt.TryRemove(provider, out _);
        _past.Enqueue(WithVendorStatus(outage) with { EndedAt = now });
        if (_past.Count > MaxPast)
            _past.TryDequeue(out _);
        window.Clear();
        window.Failing.Clear();
        return outage;
    }

    private ProviderOutage WithVendorStatus(ProviderOutage outage) => outage with { VendorStatus = feeds?.Current(outage.Provider) };

    private static TimeSpan Bounded(TimeSpan interval) =>
        interval < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : interval > TimeSpan.FromMinutes(5) ? TimeSpan.FromMinutes(5) : interval;

    private sealed class ProviderWindow(TimeSpan length)
    {
        public RecentResults Results { get; } = new(length);

        /// <summary>The last twelfth of the window.</summary>
        public RecentResults Latest { get; } = new(length / 12);

        /// <summary>Results from which the end of an outage may be told: no more than there were victims.</summary>
        public int Needed { get; set; } = MinimumCanaryResults;

        public void Clear()
        {
            Results.Clear();
            Latest.Clear();
        }

        /// <summary>When each failing integration was last seen to fail.</summary>
        public Dictionary<string, DateTimeOffset> Failing { get; } = new(StringComparer.Ordinal);

        /// <summary>How many failed within the window: one that failed yesterday and was not asked since is no witness.</summary>
        public int CountFailing(DateTimeOffset now)
        {
            foreach (var (id, at) in Failing)
            {
                if (now - at > length)
                    Failing.Remove(id);
            }

            return Failing.Count;
        }
    }
}
