using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>
/// Switches a channel off that is dead: its far end said so, or nothing was delivered for three days of trying. Other channels are told.
/// What it knows is stored, so that all hosts and restarts count the same stretch.
/// </summary>
internal sealed class ChannelSupervisor(
    IAlertConfigurationStore store, AlertConfiguration configuration, ChannelDirectory channels, OperationalNotices notices,
    TimeProvider time, ILogger<ChannelSupervisor> logger)
{
    /// <summary>Time without any delivery after which a channel that fails is switched off.</summary>
    public static readonly TimeSpan DisableAfter = TimeSpan.FromDays(3);

    /// <summary>Names the notice that a channel was switched off.</summary>
    public const string NoticeId = "notification-channel-switched-off";

    /// <summary>How often a channel that works looks whether another host thinks that it does not.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ChannelHealth> _failing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lookedAt = new(StringComparer.Ordinal);

    /// <summary>Reads what was stored before the host started.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var documents = await store.ListAsync(cancellationToken);
        foreach (var channel in channels.All)
        {
            if (Find(documents, channel.Id) is { } document && ChannelHealth.Read(document) is { } health)
                _failing[channel.Id] = health;
        }
    }

    /// <summary>True for a channel fixed in code or configuration that was switched off as it now stands.</summary>
    public bool IsOff(NotificationChannel channel) => ReasonOf(channel) is not null;

    /// <summary>Why a channel is off by itself; null when it is not.</summary>
    public string? ReasonOf(NotificationChannel channel) => channel.DisabledReason
        ?? (_failing.TryGetValue(channel.Id, out var health) && health.DisabledReason is { } reason && health.Fingerprint == Fingerprint(channel) ? reason : null);

    /// <summary>Takes note of an attempt. A fault of storage is logged: it must not cost the record of the attempt itself.</summary>
    public async Task ReportAsync(string channelId, NotificationChannel channel, DeliveryOutcome outcome)
    {
        // An owner's channel belongs to the host.
        if (channelId.StartsWith(Notification.OwnerPrefix, StringComparison.Ordinal))
            return;
        try
        {
            switch (outcome.Status)
            {
                case DeliveryStatus.Delivered:
                    await WorksAsync(channelId);
                    break;
                case DeliveryStatus.Retry:
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

    private async Task WorksAsync(string channelId)
    {
        var now = time.GetUtcNow();
        var known = _failing.TryRemove(channelId, out var health);
        if (!known && _lookedAt.TryGetValue(channelId, out var looked) && now - looked < LookAgain)
            return;
        _lookedAt[channelId] = now;
        if (Find(await store.ListAsync(CancellationToken.None), channelId) is not { } document)
            return;
        await store.DeleteAsync(document.Kind, document.Id, CancellationToken.None);
        if ((health ?? ChannelHealth.Read(document)) is { } before)
            Log.ChannelRecovered(logger, channelId, now - before.FailingSince);
    }

    private async Task FailsAsync(NotificationChannel channel, string detail)
    {
        var now = time.GetUtcNow();
        if (!_failing.TryGetValue(channel.Id, out var health))
        {
            var stored = Find(await store.ListAsync(CancellationToken.None), channel.Id);
            health = stored is null ? null : ChannelHealth.Read(stored);
            if (health is null)
            {
                health = new ChannelHealth(now);
                await store.PutAsync(health.ToDocument(channel.Id, 0), CancellationToken.None);
                Log.ChannelFails(logger, channel.Id, detail);
            }

            _failing[channel.Id] = health;
        }

        if (now - health.FailingSince >= DisableAfter)
            await SwitchOffAsync(channel, $"Nothing was delivered for {(int)(now - health.FailingSince).TotalDays} days; the last attempt: {detail}");
    }

    private async Task SwitchOffAsync(NotificationChannel channel, string reason)
    {
        reason = Content.NotificationText.Shorten(reason, 500);
        var now = time.GetUtcNow();
        var documents = await store.ListAsync(CancellationToken.None);
        if (!(channel.Origin == ConfigurationOrigin.Runtime
            ? await SwitchOffStoredAsync(documents, channel.Id, reason)
            : await SwitchOffFixedAsync(documents, channel, reason, now)))
        {
            return;
        }

        Log.ChannelSwitchedOff(logger, channel.Id, reason);
        await configuration.RefreshAsync(CancellationToken.None);
        string[] told = [.. channels.All.Where(other => other.Id != channel.Id && other.Enabled && !IsOff(other)).Select(other => other.Id)];
        await notices.TellAsync(NoticeOf(channel, reason, now), told, now, CancellationToken.None);
    }

    /// <summary>Storage lets one host alone switch a channel off, so each time is a notice of its own: somebody may have switched it on between two.</summary>
    private static OperationalNotice NoticeOf(NotificationChannel off, string reason, DateTimeOffset at) => new(
        NoticeId, "Notification channel switched off", "notification-channel", off.Id, off.Name,
        $"Nothing is sent to the {off.Type} channel '{off.Name}' any more. {reason} Repair it, and switch it on again or test it.", TimeSpan.FromHours(1),
        Mark: at.UtcTicks.ToString(CultureInfo.InvariantCulture));

    /// <summary>False when it is off already, or somebody changed it meanwhile.</summary>
    private async Task<bool> SwitchOffStoredAsync(IReadOnlyList<ConfigurationDocument> documents, string channelId, string reason)
    {
        if (documents.FirstOrDefault(document => document.Kind == ConfigurationKind.Channel && document.Id == channelId) is not { } document
            || JsonSerializer.Deserialize(document.Json, StoredAlertingJson.Default.NotificationChannel) is not { Enabled: true } stored)
        {
            return false;
        }

        var off = stored with { Enabled = false, DisabledReason = reason };
        if (!await store.PutAsync(document with { Json = JsonSerializer.Serialize(off, StoredAlertingJson.Default.NotificationChannel) }, CancellationToken.None))
            return false;
        // When somebody switches it on again, the stretch begins anew.
        _failing.TryRemove(channelId, out _);
        if (Find(documents, channelId) is { } health)
            await store.DeleteAsync(health.Kind, health.Id, CancellationToken.None);
        return true;
    }

    private async Task<bool> SwitchOffFixedAsync(
        IReadOnlyList<ConfigurationDocument> documents, NotificationChannel channel, string reason, DateTimeOffset now)
    {
        if (IsOff(channel))
            return false;
        var since = _failing.TryGetValue(channel.Id, out var health) ? health.FailingSince : now;
        var off = new ChannelHealth(since, reason, Fingerprint(channel));
        _failing[channel.Id] = off;
        return await store.PutAsync(off.ToDocument(channel.Id, Find(documents, channel.Id)?.Version ?? 0), CancellationToken.None);
    }

    private static ConfigurationDocument? Find(IReadOnlyList<ConfigurationDocument> documents, string channelId) => documents.FirstOrDefault(
        document => document.Kind == ConfigurationKind.Installation && document.Id == ChannelHealth.DocumentId(channelId));

    private static string Fingerprint(NotificationChannel channel) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{channel.Type}\n{channel.Settings.GetRawText()}\n{channel.Secret}")).AsSpan(0, 16));
}
