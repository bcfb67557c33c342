using IntegrationHealth.Catalog;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Scheduling;

/// <summary>Before claims of a shared queue are worked on: takes over what other hosts made of these integrations since this one knew them.</summary>
internal sealed class ClaimPreparation(
    ICheckQueue queue, IntegrationRegistry registry, IntegrationCatalog catalog, StateReloader reloader, TimeProvider time, ILogger<ClaimPreparation> logger)
{
    /// <summary>How long what was looked up in vain is not looked up again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    /// <summary>What this host cannot watch, and when it may look again: what a newer version wrote, or of a provider that is not registered here.</summary>
    private readonly Dictionary<string, DateTimeOffset> _strange = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public async ValueTask PrepareAsync(IReadOnlyList<CheckLease> leases, CancellationToken cancellationToken)
    {
        List<string>? unknown = null, behind = null;
        foreach (var lease in leases)
        {
            if (!registry.TryGet(lease.IntegrationId, out var monitored))
            {
                if (_strange.GetValueOrDefault(lease.IntegrationId) <= time.GetUtcNow())
                    (unknown ??= []).Add(lease.IntegrationId);
            }
            else if (monitored.State.Behind)
                (behind ??= []).Add(lease.IntegrationId);
        }

        if (behind is not null)
            await reloader.ReloadAsync(behind, cancellationToken);
        if (unknown is not null)
            await LearnAsync(unknown, cancellationToken);
    }

    private async Task LearnAsync(List<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            var gone = await catalog.RefreshAsync(ids, cancellationToken);
            if (gone.Count > 0)
                await queue.RemoveAsync(gone, cancellationToken);
            Remember(ids.Except(gone, StringComparer.Ordinal));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // They are put off, as whatever this host does not know, and come back.
            Log.UnknownNotRead(logger, ids.Count, exception);
        }
    }

    private void Remember(IEnumerable<string> ids)
    {
        var now = time.GetUtcNow();
        foreach (var (id, until) in _strange)
        {
            if (until <= now)
                _strange.Remove(id);
        }

        foreach (var id in ids)
        {
            if (registry.TryGet(id, out _))
                continue;
            if (_told.Add(id))
                Log.NotWatchedHere(logger, id);
            _strange[id] = now + LookAgain;
        }
    }
}
