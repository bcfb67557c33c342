using IntegrationHealth.Scheduling;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Catalog;

/// <summary>
/// What an edit of the catalog means for the queue. The edit is stored already, so a queue that is away does not fail it: what did not reach the queue is remembered
/// and told once it answers.
/// </summary>
internal sealed class CatalogSchedule(
    ICheckQueue queue, IntegrationRegistry registry, SchedulerSignal signal, TimeProvider time, ILogger<CatalogSchedule> logger) : IDisposable
{
    /// <summary>One at a time: what is told late must not undo a newer edit.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _missed = new(StringComparer.Ordinal);
    private volatile bool _isBehind;

    /// <summary>True when the queue has not heard of some edit.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Checks those that are enabled soon, spread when they are many, and takes the others out.</summary>
    public async Task FollowAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await TellAsync(ids, cancellationToken);
            _missed.ExceptWith(ids);
        }
        catch (Exception exception) when (queue.IsShared && !cancellationToken.IsCancellationRequested)
        {
            Log.QueueNotTold(logger, ids.Count, exception);
            _missed.UnionWith(ids);
        }
        finally
        {
            _isBehind = _missed.Count > 0;
            _turn.Release();
        }
    }

    /// <summary>Tells the queue what it missed.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_missed.Count > 0)
                await TellAsync(_missed, cancellationToken);
            _missed.Clear();
        }
        finally
        {
            _isBehind = _missed.Count > 0;
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task TellAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var known = new List<MonitoredIntegration>();
        var gone = new List<string>();
        foreach (var id in ids)
        {
            if (registry.TryGet(id, out var monitored) && monitored.Integration.Enabled)
                known.Add(monitored);
            else
                gone.Add(id);
        }

        if (gone.Count > 0)
            await queue.RemoveAsync(gone, cancellationToken);
        if (known.Count == 0)
            return;
        var now = time.GetUtcNow();
        await queue.ScheduleAsync([.. known.Select(monitored => new ScheduledCheck(monitored.Integration.Id,
            known.Count == 1 ? now : DueTimeSpreader.First(monitored.Integration.Id, now, monitored.Policy.Interval, known.Count)))],
            cancellationToken);
        signal.Raise();
    }
}
