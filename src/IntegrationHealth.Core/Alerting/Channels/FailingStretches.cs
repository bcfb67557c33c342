using System.Collections.Concurrent;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>
/// Since when channels fail. A stretch is stored, so that all hosts and restarts count one, and ends with the first delivery by whichever host.
/// What a host remembers is a reason to look, never to decide: another may have delivered since.
/// </summary>
internal sealed class FailingStretches(IAlertConfigurationStore store, AlertConfiguration configuration, TimeProvider time, ILogger<ChannelSupervisor> logger)
{
    /// <summary>What was not tried for so long may have worked meanwhile: the stretch begins anew. Longer than a far end may ask to wait.</summary>
    public static readonly TimeSpan Untried = TimeSpan.FromDays(2);

    /// <summary>How often a host that sees failures looks at the stored stretch, and writes that it lasts. Each write makes all hosts read.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, ChannelHealth> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _workedAt = new(StringComparer.Ordinal);

    /// <summary>What was read when the stretch of a channel was last ended here.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ChannelHealth>> _endedIn = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, ChannelHealth>? _reviewed;

    /// <summary>Reads what was stored before the host started.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var (channelId, health) in ChannelHealth.ReadAll(await store.ListAsync(cancellationToken)))
            _known[channelId] = health;
    }

    /// <summary>What this host knows of a channel; null when nothing is wrong with it.</summary>
    public ChannelHealth? Of(string channelId) => _known.GetValueOrDefault(channelId);

    /// <summary>A delivery worked: whatever stretch there was is over.</summary>
    public async Task WorksAsync(string channelId)
    {
        _workedAt[channelId] = time.GetUtcNow();
        // One that another host stored a moment ago is found by the next review; what was read before its end goes on naming it until it is read again.
        var stored = configuration.ChannelHealth;
        if (!_known.TryRemove(channelId, out _) && (!stored.ContainsKey(channelId) || ReferenceEquals(_endedIn.GetValueOrDefault(channelId), stored)))
            return;
        _endedIn[channelId] = stored;
        await EndAsync(channelId);
    }

    /// <summary>True where a delivery worked here of late: one that is refused beside it speaks of itself, and begins no stretch.</summary>
    public bool WorkedOfLate(string channelId) => _workedAt.TryGetValue(channelId, out var worked) && time.GetUtcNow() - worked < LookAgain;

    /// <summary>A delivery failed.</summary>
    /// <returns>How long none has worked. What is as long as <paramref name="decisive"/> was just looked up in storage.</returns>
    public async Task<TimeSpan> FailsAsync(NotificationChannel channel, string detail, TimeSpan decisive)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(channel.Id, out var known) && known.DisabledReason is null && now - known.SeenFailing < LookAgain && now - known.FailingSince < decisive)
            return now - known.FailingSince;

        var document = ChannelHealth.Find(await store.ListAsync(CancellationToken.None), channel.Id);
        var stored = document is null ? null : ChannelHealth.Read(document);
        if (stored?.IsOff(channel) == true)
        {
            // An attempt that was under way while it was switched off.
            _known[channel.Id] = stored;
            return TimeSpan.Zero;
        }

        var health = stored is { DisabledReason: null } && now - stored.SeenFailing <= Untried ? stored : new ChannelHealth(now);
        if (stored != health)
            Log.ChannelFails(logger, channel.Id, detail);
        if (stored != health || now - health.SeenFailing >= LookAgain)
        {
            health = health with { LastFailedAt = now };
            // Refused where another host was quicker: it says the same.
            await store.PutAsync(health.ToDocument(channel.Id, document?.Version ?? 0), CancellationToken.None);
        }

        _known[channel.Id] = health;
        return now - health.FailingSince;
    }

    /// <summary>Switches off a channel that is fixed in code or configuration.</summary>
    /// <returns>False when it is off already, or another host changed what is stored at the same moment.</returns>
    public async Task<bool> SwitchOffAsync(NotificationChannel channel, string reason)
    {
        var document = ChannelHealth.Find(await store.ListAsync(CancellationToken.None), channel.Id);
        var stored = document is null ? null : ChannelHealth.Read(document);
        if (stored?.IsOff(channel) == true)
        {
            _known[channel.Id] = stored;
            return false;
        }

        var now = time.GetUtcNow();
        var off = new ChannelHealth(stored?.FailingSince ?? now, reason, ChannelHealth.FingerprintOf(channel), now);
        if (!await store.PutAsync(off.ToDocument(channel.Id, document?.Version ?? 0), CancellationToken.None))
            return false;
        _known[channel.Id] = off;
        return true;
    }

    /// <summary>The channel is another from now on: what is known of it is forgotten.</summary>
    public async Task ForgetAsync(string channelId)
    {
        _known.TryRemove(channelId, out _);
        await store.DeleteAsync(ConfigurationKind.Installation, ChannelHealth.DocumentId(channelId), CancellationToken.None);
    }

    /// <summary>
    /// Takes over what other hosts stored, once each time that it was read: a stretch since whose beginning a delivery worked here is over, and what one
    /// host switched off or on is so for all. Costs nothing while there is nothing new.
    /// </summary>
    public async Task ReviewAsync()
    {
        var stored = configuration.ChannelHealth;
        if (ReferenceEquals(stored, _reviewed))
            return;
        foreach (var (channelId, health) in stored)
        {
            if (health.DisabledReason is not null)
                _known[channelId] = health;
            else if (_workedAt.TryGetValue(channelId, out var worked) && worked > health.FailingSince)
                await EndAsync(channelId);
        }

        foreach (var (channelId, health) in _known)
        {
            if (health.DisabledReason is not null && !stored.ContainsKey(channelId))
                _known.TryRemove(channelId, out _);
        }

        _reviewed = stored;
    }

    private async Task EndAsync(string channelId)
    {
        if (ChannelHealth.Find(await store.ListAsync(CancellationToken.None), channelId) is not { } document)
            return;
        await store.DeleteAsync(document.Kind, document.Id, CancellationToken.None);
        if (ChannelHealth.Read(document) is { } over)
            Log.ChannelRecovered(logger, channelId, time.GetUtcNow() - over.FailingSince);
    }
}
