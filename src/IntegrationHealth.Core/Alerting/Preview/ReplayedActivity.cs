using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Alerting.Preview;

/// <summary>What would have been known of whole providers. An outage is found again from its checks.</summary>
internal sealed class ReplayedActivity : IProviderActivity
{
    private static readonly TimeSpan Widest = TimeSpan.FromHours(1);

    private readonly ProviderOutageDetector _outages = new();
    private readonly Dictionary<string, Queue<(DateTimeOffset At, bool Failed)>> _checks = new(StringComparer.Ordinal);

    public void Add(MonitoredIntegration monitored, HistoryEntry check)
    {
        if (check.Outcome == CheckOutcome.Inconclusive)
            return;
        var provider = monitored.Integration.Provider;
        if (!_checks.TryGetValue(provider, out var checks))
            _checks.Add(provider, checks = new Queue<(DateTimeOffset, bool)>());
        checks.Enqueue((check.CheckedAt, check.Outcome == CheckOutcome.Failed));
        while (checks.Peek().At <= check.CheckedAt - Widest)
            checks.Dequeue();
        if (!monitored.Provider.Definition.SharesOneVendor)
            return;
        var result = check.Outcome == CheckOutcome.Failed
            ? CheckResult.Failed(check.FailureKind ?? FailureKind.Unknown, check.Message ?? "")
            : CheckResult.Success();
        _outages.Observe(provider, HealthSnapshot.Initial(monitored.Integration.Id, check.CheckedAt),
            new Observation(result, check.CheckedAt, check.LatencyMs), monitored.Policy.Interval);
    }

    public (int Failed, int All) Count(string provider, TimeSpan window, DateTimeOffset now)
    {
        if (!_checks.TryGetValue(provider, out var checks))
            return (0, 0);
        var (failed, all) = (0, 0);
        foreach (var (at, isFailed) in checks)
        {
            if (at <= now - window)
                continue;
            all++;
            failed += isFailed ? 1 : 0;
        }

        return (failed, all);
    }

    public DateTimeOffset? OutageSince(string provider) => _outages.Current(provider)?.StartedAt;
}
