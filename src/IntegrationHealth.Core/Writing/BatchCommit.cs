using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status.Outages;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Writing;

/// <summary>Writes one evaluated batch and settles what follows: states in memory, refused results, claims.</summary>
internal sealed class BatchCommit(
    IResultStore store, StateReloader reloader, IntegrationRegistry registry, ICheckQueue queue, SchedulerSignal signal, CommitWaiters waiters,
    CommittedAlerts alerts, TimeProvider time,
    IntegrationHealthMetrics metrics, ILogger<BatchCommit> logger)
{
    /// <summary>Of what a person did, where storage holds the state that was expected and refuses all the same.</summary>
    private const int MostTriesOfAChange = 10;

    /// <summary>Of the batch in hand; there is one at a time.</summary>
    private readonly List<CheckCompletion> _completions = [];

    public ValueTask<IReadOnlyList<string>> WriteAsync(List<EvaluatedWrite> batch, CancellationToken cancellationToken)
    {
        var writes = new ResultWrite[batch.Count];
        for (var i = 0; i < writes.Length; i++)
            writes[i] = batch[i].Write;
        return store.WriteAsync(writes, cancellationToken);
    }

    /// <summary>True when storage said that it is away, so that no result can be to blame.</summary>
    public bool IsUnavailable(Exception exception) => store.IsUnavailable(exception);

    /// <summary>After the commit: what was written is the state; what was refused is judged anew, once, unless it is older than the stored state.</summary>
    public async Task<IReadOnlyList<HealthEvent>> FinishAsync(
        List<EvaluatedWrite> batch, IReadOnlyList<string> refused, bool uncertain, Queue<PendingWrite> again, CancellationToken cancellationToken)
    {
        var lost = refused.Count == 0 ? null : refused.ToHashSet(StringComparer.Ordinal);
        var events = new List<HealthEvent>(batch.Count);
        var completions = _completions;
        completions.Clear();
        // First what storage holds: who is told from memory meanwhile is told of it.
        Accept(lost is null ? batch : batch.FindAll(write => !lost.Contains(write.Pending.IntegrationId)), events, completions);
        if (lost is not null)
            await SettleAsync(batch.FindAll(write => lost.Contains(write.Pending.IntegrationId)), lost, uncertain, again, events, completions, cancellationToken);

        await CompleteAsync(completions, cancellationToken);
        await MoveAsync(batch, lost, cancellationToken);
        return events;
    }

    /// <summary>Of what storage refused: what it holds instead, and whether that is this very result.</summary>
    private async Task SettleAsync(
        List<EvaluatedWrite> refused, HashSet<string> ids, bool uncertain, Queue<PendingWrite> again, List<HealthEvent> events, List<CheckCompletion> completions,
        CancellationToken cancellationToken)
    {
        await reloader.ReloadAsync(ids, cancellationToken);
        List<EvaluatedWrite> ours = [];
        foreach (var write in refused)
        {
            if (uncertain && IsOurs(write))
                ours.Add(write);
            else
                Refuse(write, again, completions);
        }

        Accept(ours, events, completions);
    }

    /// <summary>What the host's own calls said moves the next probe of an integration, which nobody has claimed.</summary>
    private async Task MoveAsync(List<EvaluatedWrite> batch, HashSet<string>? lost, CancellationToken cancellationToken)
    {
        List<ScheduledCheck>? moved = null;
        foreach (var write in batch)
        {
            if (write.Pending.Observation is { IsPassive: true } && lost?.Contains(write.Pending.IntegrationId) != true
                && write.Write.Snapshot.NextCheckAt is { } next)
            {
                (moved ??= []).Add(new ScheduledCheck(write.Pending.IntegrationId, next));
            }
        }

        if (moved is null)
            return;
        try
        {
            await queue.ScheduleAsync(moved, cancellationToken);
            signal.Raise();
        }
        catch (Exception exception)
        {
            Log.MoveFailed(logger, moved.Count, exception);
        }
    }

    /// <summary>Forgets results of connections that were replaced meanwhile; what replaced them is checked at once.</summary>
    public async Task DropAsync(IReadOnlyList<PendingWrite> outdated, CancellationToken cancellationToken)
    {
        if (outdated.Count == 0)
            return;
        var completions = new List<CheckCompletion>();
        foreach (var pending in outdated)
        {
            Log.ResultOutdated(logger, pending.IntegrationId);
            if (pending.Lease is not { } lease)
                continue;
            pending.Monitored.Checking = false;
            // Where the integration was removed its claim went with it.
            if (pending.Monitored.State.Present is not null)
                completions.Add(new CheckCompletion(lease, TimeSpan.Zero));
        }

        await CompleteAsync(completions, cancellationToken);
        signal.Raise();
    }

    /// <summary>Tells those who wait for one of these that the host stops before it is written.</summary>
    public void GiveUp(List<EvaluatedWrite> batch)
    {
        Log.ResultsGivenUp(logger, batch.Count);
        foreach (var write in batch)
            waiters.Fail(write.Pending.IntegrationId, "The host stops, and storage did not come back before: the result could not be written.");
    }

    /// <summary>Checks the victims of outages that are over, soon but not all at once.</summary>
    public async Task ExpediteAsync(IReadOnlyList<ProviderOutage> ended, CancellationToken cancellationToken)
    {
        foreach (var outage in ended)
        {
            Log.OutageEnded(logger, outage.Provider, outage.Id);
            MonitoredIntegration[] victims = [.. registry.All.Where(monitored => monitored.Snapshot.OutageId == outage.Id)];
            var now = time.GetUtcNow();
            try
            {
                await queue.ScheduleAsync([.. victims.Select(victim => new ScheduledCheck(
                    victim.Integration.Id, SoonFor(victim)))], cancellationToken);
                signal.Raise();
            }
            catch (Exception exception)
            {
                Log.ExpediteFailed(logger, victims.Length, outage.Provider, exception);
            }

            // The vendor is back; what it asked of one connection still holds.
            DateTimeOffset SoonFor(MonitoredIntegration victim)
            {
                var soon = DueTimeSpreader.First(victim.Integration.Id, now, victim.Policy.Interval, victims.Length);
                var asked = now + victim.RetryWait(now);
                return asked > soon ? asked : soon;
            }
        }
    }

    /// <summary>Lets go of results that cannot be stored: their integrations are checked again after their interval.</summary>
    public Task GiveUpAsync(List<EvaluatedWrite> batch, CancellationToken cancellationToken)
    {
        var completions = new List<CheckCompletion>(batch.Count);
        foreach (var write in batch)
        {
            waiters.Fail(write.Pending.IntegrationId, $"The result of '{write.Pending.IntegrationId}' cannot be stored; it is checked again after its interval.");
            Release(write, write.Monitored.Policy.Interval, completions);
        }

        return CompleteAsync(completions, cancellationToken);
    }

    /// <summary>
    /// True when the stored state is what this result made: an earlier try was committed, and only its answer was lost. Storage keeps
    /// milliseconds.
    /// </summary>
    private static bool IsOurs(EvaluatedWrite write)
    {
        var (stored, ours) = (write.Monitored.Snapshot, write.Write.Snapshot);
        return stored.Version == ours.Version && stored.Status == ours.Status && stored.Recent == ours.Recent
            && Milliseconds(stored.LastCheckedAt) == Milliseconds(ours.LastCheckedAt)
            && Milliseconds(stored.NextCheckAt) == Milliseconds(ours.NextCheckAt);
    }

    private static long? Milliseconds(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();

    private void Accept(List<EvaluatedWrite> written, List<HealthEvent> events, List<CheckCompletion> completions)
    {
        var now = time.GetUtcNow();
        List<AlertChange>? changes = null;
        foreach (var write in written)
        {
            Accept(write, now, events, completions);
            if (write.Write.Alerts is { } changed)
                (changes ??= []).AddRange(changed.Changes);
        }

        // Of all at once: their news waits as one, however many alerts a commit changes.
        if (changes is not null)
            alerts.Accept(changes);
    }

    private void Accept(EvaluatedWrite write, DateTimeOffset now, List<HealthEvent> events, List<CheckCompletion> completions)
    {
        var after = write.Write.Snapshot;
        write.Monitored.Snapshot = after;
        write.Monitored.State.IsPlannedAnew = false;
        if (write.Event.IsTransition)
        {
            metrics.Transition(write.Monitored.Integration.Provider, after.Status);
            Log.StatusChanged(logger, after.IntegrationId, write.Event.Before.Status, after.Status,
                after.Failure is { } failure ? $": {failure.Message}" : "");
        }

        events.Add(write.Event);
        Release(write, WaitAfter(write, now), completions);
    }

    private void Refuse(EvaluatedWrite write, Queue<PendingWrite> again, List<CheckCompletion> completions)
    {
        if (registry.TryGet(write.Pending.IntegrationId, out _) && IsWorthAnother(write))
        {
            again.Enqueue(write.Pending with { Refusals = write.Pending.Refusals + 1 });
            return;
        }

        Log.ResultRefused(logger, write.Pending.IntegrationId);
        waiters.Release(write.Pending.IntegrationId);
        // A due time that has passed would check again at once, and so without end where storage goes on refusing.
        Release(write, write.Monitored.PlannedWait(time.GetUtcNow()) ?? write.Monitored.Policy.Interval, completions);
    }

    /// <summary>
    /// A result once, unless it is older than the stored state; what a person did as often as another host came first. Where the state is the one expected, an alert was changed
    /// beside it, by an acknowledgement or an escalation, and that ends.
    /// </summary>
    private static bool IsWorthAnother(EvaluatedWrite write) => write.Pending.Observation is { } observation
        ? write.Pending.Refusals == 0 && observation.At > (write.Monitored.Snapshot.LastCheckedAt ?? DateTimeOffset.MinValue)
        : write.Monitored.Snapshot.Version != write.Write.ExpectedVersion || write.Pending.Refusals < MostTriesOfAChange;

    private static void Release(EvaluatedWrite write, TimeSpan wait, List<CheckCompletion> completions)
    {
        if (write.Pending.Lease is not { } lease)
            return;
        write.Monitored.Checking = false;
        completions.Add(new CheckCompletion(lease, wait));
    }

    private static TimeSpan WaitAfter(EvaluatedWrite write, DateTimeOffset now)
    {
        // The clock was set back since the check: what was meant is the wait after it.
        var from = write.Pending.Observation?.At is { } at && at > now ? at : now;
        return write.Write.Snapshot.NextCheckAt is { } next && next <= from ? next - from : write.Monitored.PlannedWaitFrom(from) ?? write.Monitored.Policy.Interval;
    }

    private async Task CompleteAsync(List<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        if (completions.Count == 0)
            return;
        try
        {
            var lost = await queue.CompleteAsync(completions, cancellationToken);
            if (lost.Count > 0)
                metrics.LeasesLost(lost.Count);
        }
        catch (Exception exception)
        {
            // The results stand; the claims come back when their leases end, and the checks run once more.
            Log.CompleteFailed(logger, completions.Count, exception);
        }
    }
}
