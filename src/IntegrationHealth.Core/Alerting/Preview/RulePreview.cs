using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;

namespace IntegrationHealth.Alerting.Preview;

/// <summary>
/// Replays a rule over stored history with the same pure functions that run live: when it would have fired, and how many notifications it would
/// have sent on each of its channels. Silences, quiet hours and what was acknowledged are left out.
/// </summary>
internal sealed class RulePreview(IHistoryReader history, IntegrationRegistry registry)
{
    private const int MaxIntegrations = 1_000;
    private const int MaxChecksEach = 5_000;
    private const int MaxChecks = 500_000;

    /// <summary>Integrations of one question to history: at most 100,000 checks in one answer.</summary>
    private const int AtOnce = 20;

    public async Task<RulePreviewResult> RunAsync(AlertRule rule, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var compiled = new CompiledRule(rule with { Enabled = true });
        MonitoredIntegration[] covered = [.. registry.All.Where(monitored => compiled.Covers(monitored.Integration)
            || compiled.CoversProvider(monitored.Integration.Provider)).OrderBy(monitored => monitored.Integration.Id, StringComparer.Ordinal)];
        var truncated = covered.Length > MaxIntegrations;
        var checks = new List<(MonitoredIntegration Monitored, HistoryEntry Check)>();
        foreach (var some in covered.Take(MaxIntegrations).Chunk(AtOnce))
        {
            var found = await history.GetChecksAsync([.. some.Select(monitored => monitored.Integration.Id)], from, to, MaxChecksEach, cancellationToken);
            if (checks.Count + found.Values.Sum(each => each.Count) > MaxChecks)
            {
                truncated = true;
                break;
            }

            foreach (var monitored in some.Where(monitored => found.ContainsKey(monitored.Integration.Id)))
            {
                var each = found[monitored.Integration.Id];
                truncated |= each.Count == MaxChecksEach;
                checks.AddRange(each.Select(check => (monitored, check)));
            }
        }

        checks.Sort(static (one, other) => one.Check.CheckedAt.CompareTo(other.Check.CheckedAt));
        var replay = new RuleReplay(compiled, [.. covered.Take(MaxIntegrations)], from);
        foreach (var (monitored, check) in checks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            replay.Advance(check.CheckedAt);
            replay.Add(monitored, check);
        }

        replay.Advance(to);
        return new RulePreviewResult(from, to, Math.Min(covered.Length, MaxIntegrations), checks.Count, replay.Alerts, replay.Notifications, truncated);
    }
}

/// <summary>What a preview found.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Integrations">How many integrations were looked at.</param>
/// <param name="Checks">How many checks.</param>
/// <param name="Alerts">Alerts that would have fired, oldest first.</param>
/// <param name="Notifications">Notifications that one channel would have got.</param>
/// <param name="Truncated">True when there was more history than was looked at.</param>
internal sealed record RulePreviewResult(
    DateTimeOffset From, DateTimeOffset To, int Integrations, int Checks, IReadOnlyList<Alert> Alerts, int Notifications, bool Truncated);
