using System.Globalization;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Bench.Alerts;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Bench.Storage;

/// <summary>An outbox as a month leaves it, through the library's own: mostly delivered, some given up, some waiting.</summary>
internal static class QueriesOutbox
{
    public const int Delivered = 20_000;
    public const int Dead = 1_000;
    public const int Waiting = 1_000;
    private const int Batch = 1_000;

    public static async Task FillAsync(IServiceProvider services, DateTimeOffset now)
    {
        var (store, outbox) = (services.GetRequiredService<IAlertStore>(), services.GetRequiredService<INotificationOutbox>());
        foreach (var (state, count) in ((NotificationState, int)[])[(NotificationState.Delivered, Delivered), (NotificationState.Dead, Dead), (NotificationState.Due, Waiting)])
        {
            foreach (var numbers in Enumerable.Range(0, count).Chunk(Batch))
            {
                Notification[] notifications =
                    [.. numbers.Select(number => OneNotification.Make(string.Create(CultureInfo.InvariantCulture, $"ntf_{state}_{number}"), number, now))];
                var commit = new AlertCommit { Notifications = notifications };
                if (state == NotificationState.Due)
                {
                    await store.CommitAsync(commit, default);
                    continue;
                }

                var lease = new CommitLease(notifications.Select(notification => notification.Id).ToHashSet(StringComparer.Ordinal), TimeProvider.System.GetUtcNow().AddMinutes(5));
                var claimed = await store.CommitAndLeaseAsync(commit, lease, default) ?? throw new InvalidOperationException("Notifications were not committed.");
                var refused = await outbox.CompleteAsync(
                    [.. claimed.Select(one => new DeliveryCompletion(one.Notification.Id, one.Fence, state, now, "200 OK", CountsAsAttempt: true, []))], default);
                if (claimed.Count != numbers.Length || refused.Count > 0)
                    throw new InvalidOperationException($"Of {numbers.Length} notifications {claimed.Count} were leased, and the end of {refused.Count} was refused.");
            }
        }
    }
}
