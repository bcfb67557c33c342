using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.History;

internal static class ProgressExtensions
{
    /// <summary>Days before this are folded; the beginning of time when none is.</summary>
    public static async Task<DateTimeOffset> FoldedUntilAsync(this HealthDbContext context, CancellationToken cancellationToken) =>
        await context.Progress.Where(progress => progress.Name == ProgressRow.DaysFolded)
            .Select(progress => (DateTimeOffset?)progress.At).FirstOrDefaultAsync(cancellationToken) ?? DateTimeOffset.UnixEpoch;
}
