using System.Text.Json;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Storage.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>Reads the outbox as every database does; a database's own class claims from it.</summary>
internal abstract class EfNotificationOutbox(IStoreDialect dialect, ILogger logger) : INotificationOutbox
{
    public async Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var rows = await ClaimRowsAsync(claim, cancellationToken);
        var claimed = new List<ClaimedNotification>(rows.Count);
        List<DeliveryCompletion>? unreadable = null;
        foreach (var row in rows)
        {
            try
            {
                claimed.Add(new ClaimedNotification(
                    AlertDocuments.ReadNotification(row.Document), row.Fence, row.Attempts + 1, claim.Now + claim.Lease));
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                // One that cannot be read must not stop those that can: it is given up, and can be replayed by a host that can read it.
                Log.NotificationUnreadable(logger, row.Id, exception);
                (unreadable ??= []).Add(new DeliveryCompletion(row.Id, row.Fence, NotificationState.Dead, claim.Now,
                    $"The stored notification cannot be read: {exception.Message}", CountsAsAttempt: true, []));
            }
        }

        if (unreadable is not null)
            await CompleteAsync(unreadable, cancellationToken);
        return claimed;
    }

    public async Task<OutboxDepth> GetDepthAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var waiting = context.Notifications.AsNoTracking().Where(notification => notification.AvailableAt != null);
        var oldest = await waiting.Where(notification => notification.DueAt <= now).GroupBy(notification => notification.ChannelId)
            .Select(channel => new { ChannelId = channel.Key, DueAt = channel.Min(notification => notification.DueAt) })
            .ToDictionaryAsync(channel => channel.ChannelId, channel => channel.DueAt, StringComparer.Ordinal, cancellationToken);
        return new OutboxDepth(
            await waiting.CountAsync(cancellationToken),
            await context.Notifications.CountAsync(notification => notification.State == NotificationState.Dead, cancellationToken),
            oldest.Count == 0 ? null : oldest.Values.Min(),
            oldest);
    }

    public async Task<IReadOnlyList<DeadNotification>> ListDeadAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        var rows = await context.Notifications.AsNoTracking().Where(notification => notification.State == NotificationState.Dead)
            .OrderByDescending(notification => notification.Seq).Take(limit).ToListAsync(cancellationToken);
        var dead = new List<DeadNotification>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                dead.Add(new DeadNotification(AlertDocuments.ReadNotification(row.Document), row.Attempts, row.Detail ?? ""));
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                Log.NotificationUnreadable(logger, row.Id, exception);
            }
        }

        return dead;
    }

    public abstract Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken);

    public abstract Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken);

    public abstract Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Leases what may be claimed, in one short transaction, in the order in which it was made.</summary>
    protected abstract Task<IReadOnlyList<ClaimedRow>> ClaimRowsAsync(OutboxClaim claim, CancellationToken cancellationToken);

    /// <summary>A row under a new lease.</summary>
    protected sealed record ClaimedRow(string Id, long Fence, int Attempts, string Document);
}
