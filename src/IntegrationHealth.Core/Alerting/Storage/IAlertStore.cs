using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Storage;

/// <summary>Keeps alerts, their timelines and the groups that tell of them. Part of what a storage package provides.</summary>
public interface IAlertStore
{
    /// <summary>Every alert that is not resolved, and those resolved since <paramref name="resolvedSince"/>.</summary>
    Task<IReadOnlyList<Alert>> ListCurrentAsync(DateTimeOffset resolvedSince, CancellationToken cancellationToken);

    /// <summary>
    /// Alerts, however old, that a person resolved and whose conditions nobody has seen clear since (<see cref="Alert.IsMuted"/>): they do
    /// not fire again before. Asked for once, when a host starts.
    /// </summary>
    Task<IReadOnlyList<Alert>> ListMutedAsync(CancellationToken cancellationToken);

    /// <summary>Alerts of the integrations named that are not resolved.</summary>
    Task<IReadOnlyList<Alert>> ListOpenAsync(IReadOnlyCollection<string> integrationIds, CancellationToken cancellationToken);

    /// <summary>Alerts of one group that are not resolved.</summary>
    Task<IReadOnlyList<Alert>> ListOpenInGroupAsync(string group, CancellationToken cancellationToken);

    /// <summary>The alerts named, in any order; unknown ids are left out.</summary>
    Task<IReadOnlyList<Alert>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>A page of alerts, newest first.</summary>
    Task<IReadOnlyList<Alert>> QueryAsync(AlertQuery query, CancellationToken cancellationToken);

    /// <summary>Timelines of the alerts named, each oldest first.</summary>
    Task<IReadOnlyList<AlertEvent>> GetTimelinesAsync(IReadOnlyCollection<string> alertIds, CancellationToken cancellationToken);

    /// <summary>Groups that are due, earliest first.</summary>
    Task<IReadOnlyList<NotificationGroup>> ListDueGroupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Groups that tell of the alert groups named.</summary>
    Task<IReadOnlyList<NotificationGroup>> ListGroupsAsync(IReadOnlyCollection<string> alertGroups, CancellationToken cancellationToken);

    /// <summary>Writes everything in one transaction, or nothing.</summary>
    /// <returns>False when a version expected is not the stored one, or a fingerprint already has an alert that is not resolved: nothing was written.</returns>
    Task<bool> CommitAsync(AlertCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes as <see cref="CommitAsync"/> does, and claims for the committing host, in the same transaction, those of the notifications that
    /// <paramref name="lease"/> names. One that changes nothing, as its id is stored already, is not claimed; nor is one before which
    /// another of its channel and order key waits, in storage or in the commit.
    /// </summary>
    /// <returns>What was claimed, in the order of the commit; null when <see cref="CommitAsync"/> would answer false.</returns>
    Task<IReadOnlyList<ClaimedNotification>?> CommitAndLeaseAsync(AlertCommit commit, CommitLease lease, CancellationToken cancellationToken);

    /// <summary>Which host leads; null before the first ever did.</summary>
    Task<AlertingLead?> GetLeadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes or keeps the lead: of several hosts one evaluates what time alone brings about, and flushes groups. Writes what the leader
    /// says about its clock. A storage that goes by the hosts' clocks gives the lead away too where it ends further ahead than
    /// <see cref="AlertingLead.Longest"/>: a clock that was wrong wrote it.
    /// </summary>
    /// <returns>The clock as stored; its holder is another host when the lead is not free.</returns>
    Task<AlertingLead> LeadAsync(AlertingLead wanted, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes alerts with their timelines that were resolved before the time given, and groups that have nothing to say any more.</summary>
    Task<int> PruneAsync(DateTimeOffset resolvedBefore, CancellationToken cancellationToken);
}

/// <summary>Everything that one step of the machinery changes. Empty lists change nothing.</summary>
public sealed record AlertCommit
{
    /// <summary>Changed alerts with their timelines.</summary>
    public IReadOnlyList<AlertChange> Alerts { get; init; } = [];

    /// <summary>Groups that may have something to say.</summary>
    public IReadOnlyList<GroupTouch> Touches { get; init; } = [];

    /// <summary>Groups as they are after they were told; each replaces the one with its version less one, and one with version 1 is new.</summary>
    public IReadOnlyList<NotificationGroup> Groups { get; init; } = [];

    /// <summary>Timeline entries of alerts that do not change otherwise.</summary>
    public IReadOnlyList<AlertEvent> Events { get; init; } = [];

    /// <summary>Notifications to deliver. One with an id that is stored already changes nothing.</summary>
    public IReadOnlyList<Notification> Notifications { get; init; } = [];
}

/// <summary>What the committing host takes for itself of the notifications that it commits.</summary>
/// <param name="NotificationIds">Notifications that it can begin to deliver at once; ids that the commit does not bring mean nothing.</param>
/// <param name="Until">When others may claim them, by this host's clock.</param>
public sealed record CommitLease(IReadOnlySet<string> NotificationIds, DateTimeOffset Until)
{
    /// <summary>Nothing.</summary>
    public static CommitLease None { get; } = new(new HashSet<string>(), default);
}

/// <summary>A change of one alert.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="ExpectedVersion">Version the stored alert must have, whatever its state; 0 for a new one.</param>
/// <param name="After">The alert with that version + 1; null removes it: a pending alert that cleared leaves nothing.</param>
/// <param name="Events">Steps to append to its timeline.</param>
public sealed record AlertChange(string AlertId, long ExpectedVersion, Alert? After, IReadOnlyList<AlertEvent> Events);

/// <summary>What a result changes besides the health of its integration.</summary>
/// <param name="Changes">Changed alerts of that integration. A version that is not the stored one refuses the whole result.</param>
/// <param name="Touches">Groups that may have something to say.</param>
public sealed record ResultAlerts(IReadOnlyList<AlertChange> Changes, IReadOnlyList<GroupTouch> Touches);

/// <summary>Which host leads, and the clock by which alerts are timed.</summary>
/// <param name="Holder">The host.</param>
/// <param name="Until">When others may take the lead; as stored, by the clock of a storage that several hosts share.</param>
/// <param name="LastTickAt">When the leader last looked at everything.</param>
/// <param name="PausedMs">How long the clock has stood still in all.</param>
/// <param name="Epoch">Grows with each stop so long that what was pending starts over.</param>
public sealed record AlertingLead(string Holder, DateTimeOffset Until, DateTimeOffset LastTickAt, long PausedMs, int Epoch)
{
    /// <summary>No lead is taken for longer, by far: it is renewed every few seconds.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(1);
}
