using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Silencing;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Alerting.Grouping;

/// <summary>
/// Which channel hears of which alert: one that speaks for others must be heard where they are not told. Good for one round of looks, as the
/// groups it has read stand for the whole of it.
/// </summary>
internal sealed class Hearing(IAlertStore store, SuppressionContext context, DateTimeOffset now)
{
    private readonly Dictionary<string, IReadOnlyList<NotificationGroup>> _groups = new(StringComparer.Ordinal);

    /// <summary>True when the channel was told of the alert, or will be as soon as its group's turn comes.</summary>
    public async ValueTask<bool> HearsOfAsync(string channelId, Alert alert, CancellationToken cancellationToken)
    {
        if (await FindToldAsync(channelId, alert, cancellationToken) is not null)
            return true;
        return context.Configured.AllRules.TryGetValue(alert.RuleId, out var rule) && context.Configured.Names(rule.Value, channelId)
            && SuppressionEvaluator.Evaluate(alert, context, now).Count == 0;
    }

    /// <summary>
    /// The alert with the cause that the channel was told. What is wrong may change while it fires: then it speaks for the cause that was told, until it is
    /// told anew.
    /// </summary>
    public async ValueTask<Alert> AsToldAsync(string channelId, Alert alert, CancellationToken cancellationToken) =>
        await FindToldAsync(channelId, alert, cancellationToken) is { } group && group.ToldCauses.TryGetValue(alert.Id, out var told)
            ? alert with { FailureKind = told }
            : alert;

    private async ValueTask<NotificationGroup?> FindToldAsync(string channelId, Alert alert, CancellationToken cancellationToken)
    {
        if (!_groups.TryGetValue(alert.Group, out var groups))
            _groups.Add(alert.Group, groups = await store.ListGroupsAsync([alert.Group], cancellationToken));
        return groups.FirstOrDefault(group => group.ChannelId == channelId && group.NotifiedAlertIds.Contains(alert.Id, StringComparer.Ordinal));
    }

    /// <summary>The outage, or the suspicion of one, for which the channel is not told of the alert; null when it hears of none.</summary>
    public async ValueTask<Suppression?> OutageAsync(string channelId, Alert alert, CancellationToken cancellationToken)
    {
        // An owner can do nothing about a vendor's outage: operators hear of it, and the owner of what lasts after it.
        var isOwner = OwnerChannels.IsOwners(channelId);
        var isKnown = false;
        foreach (var outage in SuppressionEvaluator.OutagesThatExplain(alert, context, now))
        {
            if (isOwner || await HearsOfAsync(channelId, outage, cancellationToken))
                return new Suppression(SuppressionKind.Outage, outage.Id);
            isKnown = true;
        }

        // Of an outage that is known already there is nothing to wait for.
        return !isKnown && SuppressionEvaluator.IsOutageSuspected(alert, context) && (isOwner || WillHearOfOutage(channelId, alert.Provider))
            ? new Suppression(SuppressionKind.SuspectedOutage, alert.Provider)
            : null;
    }

    /// <summary>Waiting for what a suspicion turns out to be is for those who will be told; where no rule speaks for outages, all wait alike.</summary>
    private bool WillHearOfOutage(string channelId, string provider)
    {
        var speaks = false;
        foreach (var rule in context.Configured.Rules.OfProviders)
        {
            if (!rule.SpeaksForOutage || !rule.CoversProvider(provider))
                continue;
            if (context.Configured.Names(rule.Rule, channelId))
                return true;
            speaks = true;
        }

        return !speaks;
    }
}
