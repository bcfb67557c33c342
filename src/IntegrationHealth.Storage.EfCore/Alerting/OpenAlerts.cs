using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>
/// The alerts that are not resolved, read every few seconds by every host: only the documents that changed since the last time are read
/// again.
/// </summary>
internal sealed class OpenAlerts(ILogger logger)
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
            var rows = await context.Alerts.AsNoTracking().Where(alert => ids.Contains(alert.Id)).ToListAsync(cancellationToken);
            foreach (var row in rows)
                open[row.Id] = row.ToAlert(logger);
        }

        _known = open;
        return open.Values;
    }
}
