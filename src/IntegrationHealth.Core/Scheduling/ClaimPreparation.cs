using IntegrationHealth.Catalog;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Scheduling;

/// <summary>Before claims of a shared queue are worked on: takes over what other hosts made of these integrations since this one knew them.</summary>
internal sealed class ClaimPreparation(
    ICheckQueue queue, IntegrationRegistry registry, IntegrationCatalog catalog, StateReloader reloader, ILogger<ClaimPreparation> logger)
{
    public async ValueTask PrepareAsync(IReadOnlyList<CheckLease> leases, CancellationToken cancellationToken)
    {
        List<string>? unknown = null, behind = null;
        foreach (var lease in leases)
        {
            if (!registry.TryGet(lease.IntegrationId, out var monitored))
                (unknown ??= []).Add(lease.IntegrationId);
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
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // They are put off, as whatever this host does not know, and come back.
            Log.UnknownNotRead(logger, ids.Count, exception);
        }
    }
}
