using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>
/// Switches a channel off that is dead: its far end said so, or nothing was delivered for three days of trying, whether it failed or was refused. Other
/// channels are told.
/// </summary>
internal sealed class ChannelSupervisor(
    IAlertConfigurationStore store, AlertConfiguration configuration, FailingStretches stretches, ChannelDirectory channels, OperationalNotices notices,
    TimeProvider time, ILogger<ChannelSupervisor> logger)
{
    /// <summary>Time without any delivery after which a channel that fails is switched off.</summary>
    public static readonly TimeSpan DisableAfter = TimeSpan.FromDays(3);

    /// <summary>Names the notice that a channel was switched off.</summary>
    public const string NoticeId = "notification-channel-switched-off";

    /// <summary>Channels other than the one given to which something can be sent: those that learn what is wrong with it.</summary>
    public IReadOnlyList<string> ListOthers(string channelId) =>
        [.. channels.All.Where(other => other.Id != channelId && other.Enabled && !IsOff(other)).Select(other => other.Id)];

    /// <summary>True for a channel fixed in code or configuration that was switched off as it now stands.</summary>
    public bool IsOff(NotificationChannel channel) => ReasonOf(channel) is not null;

    /// <summary>Why a channel is off by itself; null when it is not.</summary>
    public string? ReasonOf(NotificationChannel channel) => channel.DisabledReason
        ?? (stretches.Of(channel.Id) is { } health && health.IsOff(channel) ? health.DisabledReason : null);

    /// <summary>Takes note of an attempt. A fault of storage is logged: it must not cost the record of the attempt itself.</summary>
    public async Task ReportAsync(string channelId, NotificationChannel channel, DeliveryOutcome outcome)
    {
        // An owner's channel belongs to the host.
        if (OwnerChannels.IsOwners(channelId))
            return;
        try
        {
            switch (outcome.Status)
            {
                case DeliveryStatus.Delivered:
                    await stretches.WorksAsync(channelId);
                    break;
                case DeliveryStatus.Rejected when stretches.WorkedOfLate(channelId):
                    break;
                case DeliveryStatus.Retry or DeliveryStatus.Rejected:
                    await FailsAsync(channel, outcome.Detail);
                    break;
                case DeliveryStatus.Gone:
                    await SwitchOffAsync(channel, $"Its far end is gone: {outcome.Detail}");
                    break;
            }
        }
        catch (Exception exception)
        {
            Log.SupervisionFailed(logger, channelId, exception);
        }
    }

    /// <summary>One that is refused may be at fault itself; where every one is, for days, nobody hears anything on that channel.</summary>
    private async Task FailsAsync(NotificationChannel channel, string detail)
    {
        var lasts = await stretches.FailsAsync(channel, detail, DisableAfter);
        if (lasts >= DisableAfter)
            await SwitchOffAsync(channel, $"Nothing was delivered for {(int)lasts.TotalDays} days; the last attempt: {detail}");
    }

    private async Task SwitchOffAsync(NotificationChannel channel, string reason)
    {
        reason = Content.NotificationText.Shorten(reason, 500);
        if (!(channel.Origin == ConfigurationOrigin.Runtime ? await SwitchOffStoredAsync(channel.Id, reason) : await stretches.SwitchOffAsync(channel, reason)))
            return;
        var now = time.GetUtcNow();
        Log.ChannelSwitchedOff(logger, channel.Id, reason);
        await configuration.RefreshAsync(CancellationToken.None);
        await notices.TellAsync(NoticeOf(channel, reason, now), ListOthers(channel.Id), now, CancellationToken.None);
    }

    /// <summary>Storage lets one host alone switch a channel off, so each time is a notice of its own: somebody may have switched it on between two.</summary>
    private static OperationalNotice NoticeOf(NotificationChannel off, string reason, DateTimeOffset at) => new(
        NoticeId, "Notification channel switched off", "notification-channel", off.Id, off.Name,
        $"Nothing is sent to the {off.Type} channel '{off.Name}' any more. {reason} Repair it, and switch it on again or test it.", TimeSpan.FromHours(1),
        Mark: at.UtcTicks.ToString(CultureInfo.InvariantCulture));

    /// <summary>False when it is off already, or somebody changed it meanwhile.</summary>
    private async Task<bool> SwitchOffStoredAsync(string channelId, string reason)
    {
        var documents = await store.ListAsync(CancellationToken.None);
        if (documents.FirstOrDefault(document => document.Kind == ConfigurationKind.Channel && document.Id == channelId) is not { } document
            || JsonSerializer.Deserialize(document.Json, StoredAlertingJson.Default.NotificationChannel) is not { Enabled: true } stored)
        {
            return false;
        }

        var off = stored with { Enabled = false, DisabledReason = reason };
        if (!await store.PutAsync(document with { Json = JsonSerializer.Serialize(off, StoredAlertingJson.Default.NotificationChannel) }, CancellationToken.None))
            return false;
        // When somebody switches it on again, the stretch begins anew.
        await stretches.ForgetAsync(channelId);
        return true;
    }
}
