using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>A rule with what follows from it.</summary>
internal sealed class CompiledRule(AlertRule rule)
{
    /// <summary>An array, as going through it allocates nothing: each check goes through those of every rule.</summary>
    private readonly AlertCondition[] _conditions = [.. rule.Conditions];

    public AlertRule Rule => rule;

    /// <summary>Hash of what decides whether it holds, and of nothing else: a new name, severity or channel is no new condition.</summary>
    public string Revision { get; } = RevisionOf(rule);

    /// <summary>True when it speaks of whole providers.</summary>
    public bool IsOfProvider { get; } = rule.Conditions.All(condition => condition is ProviderErrorRateCondition or ProviderOutageCondition);

    /// <summary>True when it speaks for a provider's outage, and so explains the alerts of its integrations.</summary>
    public bool SpeaksForOutage { get; } = rule.Conditions.Any(condition => condition is ProviderOutageCondition);

    /// <summary>True when time alone can make it hold, without a new check.</summary>
    public bool IsTimed { get; } = rule.Conditions.Any(condition => condition
        is NoDataCondition or CredentialExpiryCondition or StatusCondition { For.Ticks: > 0 } or ProviderErrorRateCondition or ProviderOutageCondition);

    /// <summary>The longest window of single checks that it looks at; zero when it looks at none.</summary>
    public TimeSpan Window { get; } = rule.Conditions.Select(condition => condition switch
    {
        ErrorRateCondition rate => rate.Window,
        LatencyCondition latency => latency.Window,
        _ => TimeSpan.Zero,
    }).DefaultIfEmpty().Max();

    public bool Covers(Integration integration) => !IsOfProvider
        && Accepts(rule.Scope.Providers, integration.Provider)
        && Accepts(rule.Scope.OwnerIds, integration.OwnerId)
        && Accepts(rule.Scope.IntegrationIds, integration.Id)
        && (rule.Scope.Tags.Count == 0 || rule.Scope.Tags.Any(tag => integration.Tags.Contains(tag, StringComparer.Ordinal)));

    public bool CoversProvider(string provider) => IsOfProvider && Accepts(rule.Scope.Providers, provider);

    /// <summary>What all or any of its conditions say. Pure.</summary>
    public Judgement Judge(in ConditionContext context)
    {
        var all = rule.Match == ConditionMatch.All;
        Judgement first = default;
        var noData = false;
        foreach (var condition in _conditions)
        {
            var judgement = ConditionEvaluator.Evaluate(condition, context);
            if (judgement.Verdict == Verdict.Breach)
            {
                if (!all)
                    return judgement;
                first = first.Verdict == Verdict.Breach ? first : judgement;
            }
            else if (judgement.Verdict == Verdict.NoData)
            {
                noData = true;
            }
            else if (all)
            {
                return default;
            }
        }

        return noData ? new Judgement(Verdict.NoData) : first;
    }

    private static bool Accepts(IReadOnlyList<string> wanted, string value) => wanted.Count == 0 || wanted.Contains(value, StringComparer.Ordinal);

    private static string RevisionOf(AlertRule rule)
    {
        var decisive = new AlertRule { Id = rule.Id, Name = "", Match = rule.Match, Conditions = rule.Conditions };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(decisive, StoredAlertingJson.Default.AlertRule)))[..16];
    }
}

/// <summary>All enabled rules, and which of them watch what. Immutable; a change of any rule makes another.</summary>
internal sealed class RuleSet
{
    private readonly Dictionary<string, CompiledRule> _byId;
    private readonly CompiledRule[] _ofIntegrations;

    /// <summary>Of an integration that all of them watch, as nearly each is: it need not keep a list of its own.</summary>
    private readonly CoveringRules _all;

    public RuleSet(IEnumerable<AlertRule> rules)
    {
        _byId = rules.Where(rule => rule.Enabled).ToDictionary(rule => rule.Id, rule => new CompiledRule(rule), StringComparer.Ordinal);
        _ofIntegrations = [.. _byId.Values.Where(rule => !rule.IsOfProvider)];
        _all = new CoveringRules(this, _ofIntegrations);
        OfProviders = [.. _byId.Values.Where(rule => rule.IsOfProvider)];
        HasTimed = _ofIntegrations.Any(rule => rule.IsTimed);
        LongestWindow = _ofIntegrations.Select(rule => rule.Window).DefaultIfEmpty().Max();
    }

    public IReadOnlyList<CompiledRule> OfProviders { get; }

    /// <summary>True when time alone can make a rule of integrations hold.</summary>
    public bool HasTimed { get; }

    /// <summary>The longest window of single checks that any rule looks at.</summary>
    public TimeSpan LongestWindow { get; }

    public CompiledRule? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The rules that watch an integration; found once for each definition, and kept with it.</summary>
    public CompiledRule[] For(MonitoredIntegration monitored)
    {
        if (monitored.Covering is CoveringRules known && ReferenceEquals(known.Set, this))
            return known.Rules;
        var found = Covering(monitored.Integration);
        monitored.Covering = found;
        return found.Rules;
    }

    private CoveringRules Covering(Integration integration)
    {
        CompiledRule[] rules = [.. _ofIntegrations.Where(rule => rule.Covers(integration))];
        return rules.Length == _ofIntegrations.Length ? _all : new CoveringRules(this, rules);
    }
}

/// <summary>The rules of a set that watch one integration.</summary>
/// <param name="Set">Out of which set: after a change of any rule they are found anew.</param>
/// <param name="Rules">The rules.</param>
internal sealed record CoveringRules(RuleSet Set, CompiledRule[] Rules);
