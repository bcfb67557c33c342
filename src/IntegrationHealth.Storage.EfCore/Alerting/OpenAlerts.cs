using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>
/// The alerts that are not resolved, read every few seconds by every host: only the documents that changed since the last time are read
/// again.
/// </summary>
internal sealed class OpenAlerts
{
    private const int Chunk = 500;

    private volatile Dictionary<string, Alert> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyCollection<Alert>> ReadAsync(HealthDbContext context, CancellationToken cancellationToken)
    {
        var versions = await context.Alerts.AsNoTracking().Where(alert => alert.ResolvedAt == null)
            .Select(alert => new { alert.Id, alert.Version }).ToListAsync(cancellationToken);
        var before = _known;
        var open = new Dictionary<string, Alert>(versions.Count, StringComparer.Ordinal);
        var changed = new List<string>();
        foreach (var stored in versions)
        {
            if (before.TryGetValue(stored.Id, out var known) && known.Version == stored.Version)
                open.Add(stored.Id, known);
            else
                changed.Add(stored.Id);
        }

        foreach (var ids in changed.Chunk(Chunk))
        {
            var documents = await context.Alerts.AsNoTracking().Where(alert => ids.Contains(alert.Id))
                .Select(alert => alert.Document).ToListAsync(cancellationToken);
            foreach (var alert in documents.Select(AlertDocuments.ReadAlert))
                open[alert.Id] = alert;
        }

        _known = open;
        return open.Values;
    }
}
