using System.Runtime.CompilerServices;
using IntegrationHealth.Caching;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Reading;

/// <summary>
/// Joins what storage holds into what a person is shown. States are those of the last commit on whichever host: read from storage each time, unless no other host can have
/// made one. While storage is away they are the last that this host knows, and stale.
/// </summary>
internal sealed class IntegrationHealthService(
    IHealthReader reader, CachedUptimes uptimes, StorageReach reach, LastKnownHealth lastKnown, IntegrationRegistry registry, ICheckQueue queue, SchedulerSignal signal, CommitWaiters waiters,
    IOptions<IntegrationHealthOptions> options, TimeProvider time, IRecoveryLinks? links = null) : IIntegrationHealthService
{
    /// <summary>Time a check asked for may wait for its turn, beyond a lease.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int StreamPage = 5_000;
    private const int UptimeChunk = 200;

    public async Task<IntegrationHealthReport?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        var reports = await GetManyAsync([id], cancellationToken);
        return reports.Count == 0 ? null : reports[0];
    }

    public async Task<IReadOnlyList<IntegrationHealthReport>> GetManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count > 200)
            throw new ArgumentOutOfRangeException(nameof(ids), ids.Count, "At most 200 ids at once.");
        if (ids.Count == 0)
            return [];
        if (IsAlone && !reach.InDoubt && lastKnown.GetAsStored(ids) is { } known)
            return await ReportAsync(known, stale: false, cancellationToken);
        var (stored, stale) = await reach.ReadAsync(token => reader.GetAsync(ids, token), () => lastKnown.Get(ids), cancellationToken);
        return await ReportAsync(stored, stale, cancellationToken);
    }

    public async Task<IntegrationHealthReportPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 200)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "Limit must be 1–200.");
        var (page, stale) = await reach.ReadAsync(token => reader.QueryAsync(query, token), () => lastKnown.Query(query), cancellationToken);
        return new IntegrationHealthReportPage(await ReportAsync(page.Items, stale, cancellationToken), page.Next, page.Total, page.Summary) { Stale = stale };
    }

    public async IAsyncEnumerable<IntegrationHealthReport> StreamAsync(
        HealthQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        // Large pages: in memory each one sorts what is left.
        var next = query with { Limit = StreamPage, WithCounts = false };
        while (true)
        {
            var page = await reader.QueryAsync(next, cancellationToken);
            foreach (var chunk in page.Items.Chunk(UptimeChunk))
            {
                foreach (var report in await ReportAsync(chunk, stale: false, cancellationToken))
                    yield return report;
            }

            if (page.Next is null)
                yield break;
            next = next with { After = page.Next };
        }
    }

    public async Task<IntegrationHealthReport?> CheckNowAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        // Waits before it looks: who removes the integration after the look releases it, and before it there is nothing to be seen.
        var commit = waiters.NextCommit(id);
        if (!registry.TryGet(id, out var monitored))
        {
            waiters.Release(id);
            return null;
        }

        if (!monitored.Integration.Enabled)
            throw new InvalidOperationException($"'{id}' is paused; resume it before it can be checked.");

        var known = monitored.State.NewestVersion;
        await AskForAsync(monitored, cancellationToken);
        var asked = time.GetTimestamp();
        var patience = options.Value.Checks.EffectiveLease + Patience;
        // Stored before this was asked for, and told of only now: another follows.
        if (await commit.WaitAsync(patience, time, cancellationToken) <= known)
            await NextAfterAsync(monitored, known, patience - time.GetElapsedTime(asked), cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    /// <summary>Makes a check due, unless one is under way.</summary>
    private async Task AskForAsync(MonitoredIntegration monitored, CancellationToken cancellationToken)
    {
        if (monitored.Checking)
            return;
        await queue.ScheduleAsync([new ScheduledCheck(monitored.Integration.Id, time.GetUtcNow())], cancellationToken);
        signal.Raise();
    }

    /// <summary>Waits for a commit after the one that is known; no error when none comes in time, as with a provider that is having an outage.</summary>
    private async Task NextAfterAsync(MonitoredIntegration monitored, long known, TimeSpan patience, CancellationToken cancellationToken)
    {
        var next = waiters.NextCommit(monitored.Integration.Id);
        if (monitored.State.Present is null || monitored.State.NewestVersion > known)
            return;
        // While it was asked for, the check before had not let go of it.
        await AskForAsync(monitored, cancellationToken);
        try
        {
            await next.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException) when (!next.IsFaulted)
        {
            // What is known is the answer.
        }
    }

    /// <summary>True where nobody else commits: then what is known here is what storage holds.</summary>
    private bool IsAlone => !queue.IsShared && !reach.IsShared;

    private async Task<IReadOnlyList<IntegrationHealthReport>> ReportAsync(
        IReadOnlyList<StoredIntegration> stored, bool stale, CancellationToken cancellationToken)
    {
        if (stored.Count == 0)
            return [];
        var now = time.GetUtcNow();
        var uptime = await uptimes.GetAsync(stored, now, stale, cancellationToken);
        return [.. stored.Select(item => new IntegrationHealthReport(
            item.Integration, item.Snapshot, uptime.Stale || Freshness.IsStale(item.Snapshot, IntervalOf(item.Integration), now),
            uptime.Value.GetValueOrDefault(item.Integration.Id, Uptime.None), LinkOf(item)))];
    }

    private TimeSpan IntervalOf(Integration integration) =>
        registry.TryGet(integration.Id, out var monitored) ? monitored.Policy.Interval : integration.Interval ?? options.Value.Checks.Interval;

    private string? LinkOf(StoredIntegration item) =>
        item.Snapshot.Failure is { } failure ? links?.GetUrl(item.Integration, failure.Action) : null;
}
