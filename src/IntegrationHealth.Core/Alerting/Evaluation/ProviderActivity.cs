using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>Counts of recent checks by provider, as far as this host made them. The writer adds, the ticker asks.</summary>
internal sealed class ProviderActivity(ProviderOutageDetector outages) : IProviderActivity
{
    /// <summary>Widest window that conditions may ask for.</summary>
    private static readonly TimeSpan Widest = TimeSpan.FromHours(1);

    /// <summary>Slots of a minute: a longer window is told to the minute, a shorter one in twelfths of itself.</summary>
    private static readonly TimeSpan SuspicionWindow = TimeSpan.FromMinutes(1);

    private const double SuspiciousShare = 0.5;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Provider, TimeSpan Window), RecentResults> _windows = [];
    private readonly Dictionary<string, Suspicion> _suspicions = new(StringComparer.Ordinal);
    private TimeSpan[] _wanted = [];

    /// <summary>Windows that rules ask for; their counts begin now.</summary>
    public void Watch(IEnumerable<TimeSpan> windows)
    {
        lock (_gate)
            _wanted = [.. windows.Where(window => window > TimeSpan.Zero && window <= Widest).Distinct()];
    }

    public void Observe(string provider, bool sharesOneVendor, string integrationId, in Observation observation)
    {
        if (observation.Result.Outcome == CheckOutcome.Inconclusive)
            return;
        var failed = observation.Result.Outcome == CheckOutcome.Failed;
        lock (_gate)
        {
            foreach (var window in _wanted)
                Find(provider, window).Add(observation.At, failed);
            if (!sharesOneVendor)
                return;
            if (!_suspicions.TryGetValue(provider, out var suspicion))
                _suspicions.Add(provider, suspicion = new Suspicion());
            suspicion.Add(integrationId, observation.At, failed && FailureDefaults.SpeaksOfVendor(observation.Result.Failure!.Kind));
        }
    }

    public (int Failed, int All) Count(string provider, TimeSpan window, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_windows.TryGetValue((provider, window), out var results))
                return (0, 0);
            results.Forget(now);
            return (results.Matching, results.All);
        }
    }

    public DateTimeOffset? OutageSince(string provider) => outages.Current(provider)?.StartedAt;

    /// <summary>
    /// True while so many of a provider's integrations have begun to fail alike that it may be an outage, before there is enough to say so.
    /// Their own alerts wait meanwhile.
    /// </summary>
    public bool IsOutageSuspected(string provider, DateTimeOffset now)
    {
        lock (_gate)
            return _suspicions.TryGetValue(provider, out var suspicion) && suspicion.IsFounded(now);
    }

    /// <summary>How many integrations of a provider are remembered as failing.</summary>
    public int CountFailing(string provider)
    {
        lock (_gate)
            return _suspicions.GetValueOrDefault(provider)?.Failing ?? 0;
    }

    private RecentResults Find(string provider, TimeSpan window) =>
        _windows.TryGetValue((provider, window), out var results) ? results : _windows[(provider, window)] = new RecentResults(window);

    private sealed class Suspicion
    {
        private readonly RecentResults _results = new(SuspicionWindow);
        private readonly Dictionary<string, DateTimeOffset> _failing = new(StringComparer.Ordinal);
        private DateTimeOffset _forgotAt;

        public int Failing => _failing.Count;

        public void Add(string integrationId, DateTimeOffset at, bool speaksOfVendor)
        {
            _results.Add(at, speaksOfVendor);
            if (speaksOfVendor)
                _failing[integrationId] = at;
            else
                _failing.Remove(integrationId);
            Forget(at);
        }

        /// <summary>Lets go of those whose last failure counts no more: what was removed meanwhile is never heard of again.</summary>
        private void Forget(DateTimeOffset now)
        {
            if (now - _forgotAt < SuspicionWindow && now >= _forgotAt)
                return;
            _forgotAt = now;
            foreach (var (id, at) in _failing)
            {
                if (at <= now - SuspicionWindow || at > now + SuspicionWindow)
                    _failing.Remove(id);
            }
        }

        public bool IsFounded(DateTimeOffset now)
        {
            _results.Forget(now);
            return _results.Matching >= ProviderOutageDetector.MinimumIntegrations
                && _results.Matching >= _results.All * SuspiciousShare
                && _failing.Values.Count(at => at > now - SuspicionWindow) >= ProviderOutageDetector.MinimumIntegrations;
        }
    }
}
