using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>
/// Guesses that the host itself has lost its network: every recent check of several far ends failed for want of a connection. Local
/// targets say nothing. One writer calls it; anybody may read <see cref="HostOffline"/>.
/// </summary>
internal sealed class ConnectivityGuard
{
    private const int MinimumResults = 5;
    private const int MinimumTargets = 3;

    /// <summary>Of a host without network that checks thousands, the latest results tell enough.</summary>
    private const int MostResults = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, string Target)> _failures = new();

    /// <summary>How many of the failures in the window are each far end's.</summary>
    private readonly Dictionary<string, int> _targets = new(StringComparer.OrdinalIgnoreCase);

    private volatile bool _hostOffline;

    public bool HostOffline => _hostOffline;

    public void Observe(Observation observation)
    {
        var result = observation.Result;
        if (result.Target is not { } target || result.Outcome == CheckOutcome.Inconclusive)
            return;

        // What is only degraded, such as too slow, has answered.
        if (result.Outcome != CheckOutcome.Failed || !FailureDefaults.SpeaksOfNetwork(result.Failure!.Kind))
        {
            // One answer from anywhere proves the network.
            _failures.Clear();
            _targets.Clear();
            _hostOffline = false;
            return;
        }

        while (_failures.TryPeek(out var oldest) && (_failures.Count >= MostResults || observation.At - oldest.At > Window))
            Forget(_failures.Dequeue().Target);
        _failures.Enqueue((observation.At, target));
        _targets[target] = _targets.GetValueOrDefault(target) + 1;
        _hostOffline = _failures.Count >= MinimumResults && _targets.Count >= MinimumTargets;
    }

    private void Forget(string target)
    {
        if (_targets[target] == 1)
            _targets.Remove(target);
        else
            _targets[target]--;
    }
}
