using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Configuration;

/// <summary>Everything that is configured, at one moment. Immutable.</summary>
internal sealed class ConfiguredAlerting
{
    public static ConfiguredAlerting Empty { get; } = new([], [], [], [], []);

    public ConfiguredAlerting(
        IEnumerable<Configured<AlertRule>> rules, IEnumerable<Configured<NotificationChannel>> channels, IEnumerable<Configured<Silence>> silences,
        IEnumerable<Configured<MaintenanceWindow>> windows, IEnumerable<Configured<EscalationPolicy>> policies)
    {
        AllRules = ById(rules, rule => rule.Id);
        Channels = ById(channels, channel => channel.Id);
        Silences = ById(silences, silence => silence.Id);
        Windows = ById(windows, window => window.Id);
        Policies = ById(policies, policy => policy.Id);
        Rules = new RuleSet(AllRules.Values.Select(rule => rule.Value));
        CompiledSilences = [.. Silences.Values.Select(silence => (silence.Value, new CompiledMatchers(silence.Value.Matchers)))];
        Schedules = [.. Windows.Values.Where(window => window.Value.Enabled).Select(window => new MaintenanceSchedule(window.Value))];
        OpenChannelIds = [.. Channels.Values.Where(channel => channel.Value.Enabled).Select(channel => channel.Value.Id).Order(StringComparer.Ordinal)];
    }

    /// <summary>Rules by id, those that are switched off too.</summary>
    public IReadOnlyDictionary<string, Configured<AlertRule>> AllRules { get; }

    public IReadOnlyDictionary<string, Configured<NotificationChannel>> Channels { get; }

    public IReadOnlyDictionary<string, Configured<Silence>> Silences { get; }

    public IReadOnlyDictionary<string, Configured<MaintenanceWindow>> Windows { get; }

    public IReadOnlyDictionary<string, Configured<EscalationPolicy>> Policies { get; }

    /// <summary>The enabled rules.</summary>
    public RuleSet Rules { get; }

    public IReadOnlyList<(Silence Silence, CompiledMatchers Matchers)> CompiledSilences { get; }

    /// <summary>Maintenance windows that are not switched off.</summary>
    public IReadOnlyList<MaintenanceSchedule> Schedules { get; }

    private string[] OpenChannelIds { get; }

    /// <summary>Documents that this host cannot read, and that have no effect here. Part of the same moment: a rule is never in neither list.</summary>
    public IReadOnlyList<UnreadableDocument> Unreadable { get; init; } = [];

    /// <summary>True where the host gives owners channels of their own.</summary>
    public bool TellsOwners { get; init; }

    /// <summary>True for something that is stored and cannot be read here: it stands all the same, and whoever can read it goes by it.</summary>
    public bool HasUnreadable(ConfigurationKind kind, string id) => Unreadable.Any(document => document.Kind == kind && document.Id == id);

    public EscalationPolicy? EscalationOf(AlertRule rule) =>
        rule.EscalationPolicyId is { } id && Policies.TryGetValue(id, out var policy) ? policy.Value : null;

    /// <summary>Channels that are told of an alert.</summary>
    public IEnumerable<string> ChannelsOf(Alert alert)
    {
        var rule = AllRules.GetValueOrDefault(alert.RuleId)?.Value;
        if (rule is null)
            return [];
        IEnumerable<string> channels = rule is { ChannelIds.Count: > 0 } ? rule.ChannelIds.Distinct(StringComparer.Ordinal) : OpenChannelIds;
        return TellsOwners && rule is { NotifyOwner: true } && alert.OwnerId.Length > 0 ? channels.Append(OwnerChannels.IdOf(alert.OwnerId)) : channels;
    }

    /// <summary>True when a rule tells a channel.</summary>
    public bool Names(AlertRule rule, string channelId) => OwnerChannels.IsOwners(channelId)
        ? TellsOwners && rule.NotifyOwner
        : (rule.ChannelIds.Count > 0 ? rule.ChannelIds : OpenChannelIds).Contains(channelId, StringComparer.Ordinal);

    private static Dictionary<string, Configured<T>> ById<T>(IEnumerable<Configured<T>> items, Func<T, string> id)
    {
        var found = new Dictionary<string, Configured<T>>(StringComparer.Ordinal);
        foreach (var item in items)
            found[id(item.Value)] = item;
        return found;
    }
}

/// <summary>Something configured, with the version of its document; 0 when it is fixed in code or configuration.</summary>
/// <param name="Value">What is configured.</param>
/// <param name="Version">Version of its document.</param>
/// <param name="ProtectedSecret">Its secret, protected.</param>
internal sealed record Configured<T>(T Value, long Version = 0, string? ProtectedSecret = null);
