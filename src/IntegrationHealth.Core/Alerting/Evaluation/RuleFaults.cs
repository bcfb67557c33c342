using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>
/// Rules that this host cannot judge, by what they were judged for. A rule that fails for one integration and not for others stays in the
/// list until that one could be judged again, or the rule is edited: it is another then.
/// </summary>
internal sealed class RuleFaults(AlertConfiguration configuration, IntegrationRegistry registry)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string RuleId, string Subject), SubjectFault> _faults = [];
    private volatile bool _any;

    /// <summary>Takes note that a rule could not be judged.</summary>
    public void Report(string ruleId, string subject, string reason, DateTimeOffset now)
    {
        lock (_gate)
        {
            _faults[(ruleId, subject)] = _faults.TryGetValue((ruleId, subject), out var known) && known.Version == VersionOf(ruleId, configuration.Current)
                ? known with { Reason = reason, LastAt = now, Times = known.Times + 1 }
                : new SubjectFault(reason, now, now, 1, VersionOf(ruleId, configuration.Current));
            _any = true;
        }
    }

    /// <summary>Takes note that a rule was judged. Costs nothing while none fails.</summary>
    public void Clear(string ruleId, string subject)
    {
        if (!_any)
            return;
        lock (_gate)
        {
            _faults.Remove((ruleId, subject));
            _any = _faults.Count > 0;
        }
    }

    /// <summary>Rules that fail, and rules that cannot be read at all, by id.</summary>
    public IReadOnlyList<RuleFault> List() => List(1);

    /// <summary>Rules that failed so often in a row for one subject, and rules that cannot be read at all, by id. Costs nothing while all is well.</summary>
    public IReadOnlyList<RuleFault> ListLasting(int times) => _any || configuration.Unreadable.Count > 0 ? List(times) : [];

    private IReadOnlyList<RuleFault> List(int times)
    {
        var current = configuration.Current;
        List<RuleFault> found =
        [
            .. configuration.Unreadable.Where(document => document.Kind == ConfigurationKind.Rule)
                .Select(document => new RuleFault(document.Id, null, RuleFaultKind.Unreadable, document.Reason, 0, null, null)),
        ];
        lock (_gate)
        {
            // What was removed, switched off or edited meanwhile is not judged any more, and would stay for ever.
            foreach (var key in _faults.Where(fault => IsGone(fault.Key, current) || fault.Value.Version != VersionOf(fault.Key.RuleId, current))
                .Select(fault => fault.Key).ToArray())
                _faults.Remove(key);
            _any = _faults.Count > 0;
            found.AddRange(_faults.GroupBy(fault => fault.Key.RuleId, StringComparer.Ordinal).Where(faults => faults.Any(fault => fault.Value.Times >= times)).Select(faults => new RuleFault(
                faults.Key, current.AllRules[faults.Key].Value.Name, RuleFaultKind.Evaluation, faults.MaxBy(fault => fault.Value.LastAt).Value.Reason,
                faults.Count(), faults.Min(fault => fault.Value.Since), faults.Max(fault => fault.Value.LastAt))));
        }

        return [.. found.OrderBy(fault => fault.RuleId, StringComparer.Ordinal)];
    }

    private bool IsGone((string RuleId, string Subject) key, ConfiguredAlerting current) => current.Rules.Find(key.RuleId) is not { } rule
        || (!rule.IsOfProvider && !registry.TryGet(key.Subject, out _));

    private static long VersionOf(string ruleId, ConfiguredAlerting configured) => configured.AllRules.GetValueOrDefault(ruleId)?.Version ?? 0;

    private readonly record struct SubjectFault(string Reason, DateTimeOffset Since, DateTimeOffset LastAt, int Times, long Version);
}

/// <summary>A rule that does nothing, or does not do all it should.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="RuleName">Its name; null when it cannot be read.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Subjects">Integrations, or providers, for which it fails.</param>
/// <param name="Since">Since when; null when it cannot be read.</param>
/// <param name="LastAt">When it last failed.</param>
internal sealed record RuleFault(
    string RuleId, string? RuleName, RuleFaultKind Kind, string Reason, int Subjects, DateTimeOffset? Since, DateTimeOffset? LastAt);

/// <summary>What is wrong with a rule.</summary>
internal enum RuleFaultKind
{
    /// <summary>Judging it fails; its alerts stay as they are.</summary>
    Evaluation,

    /// <summary>What is stored of it cannot be read; it has no effect.</summary>
    Unreadable,
}
