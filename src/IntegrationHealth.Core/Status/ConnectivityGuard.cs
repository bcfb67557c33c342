using IntegrationHealth.Checks;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Status;

/// <summary>
/// Guesses that the host itself has lost its network: every recent check of several far ends failed for want of a connection. Local
/// targets say nothing. One writer calls it; anybody may read <see cref="HostOffline"/>.
/// </summary>
internal sealed class ConnectivityGuard
{
    private const int MinimumResults = 5;
    private const int MinimumTargets = 3;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly RecentResults _results = new(Window);
    private readonly HashSet<string> _failingTargets = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool _hostOffline;

    public bool HostOffline => _hostOffline;

    public void Observe(Observation observation)
    {
        var result = observation.Result;
        if (result.Target is null)
            return;

        if (result.Failure is null || !FailureDefaults.SpeaksOfNetwork(result.Failure.Kind))
        {
            // One answer from anywhere proves the network.
            _results.Clear();
            _failingTargets.Clear();
            _hostOffline = false;
            return;
        }

        _results.Add(observation.At, matches: true);
        _failingTargets.Add(result.Target);
        _hostOffline = _results.Matching >= MinimumResults && _failingTargets.Count >= MinimumTargets;
    }
}
