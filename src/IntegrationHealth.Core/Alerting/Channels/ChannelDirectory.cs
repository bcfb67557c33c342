using IntegrationHealth.Alerting.Configuration;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>Finds what is needed to send: the channel with its secret in clear, and its type.</summary>
internal sealed class ChannelDirectory(AlertConfiguration configuration, IEnumerable<INotificationChannel> types, OwnerChannels owners)
{
    private readonly Dictionary<string, INotificationChannel> _types = types.ToDictionary(type => type.Type, StringComparer.Ordinal);

    /// <summary>Channels of operators, in the order of their ids.</summary>
    public IEnumerable<NotificationChannel> All =>
        configuration.Current.Channels.Values.Select(channel => channel.Value).OrderBy(channel => channel.Id, StringComparer.Ordinal);

    /// <summary>The types registered here.</summary>
    public IEnumerable<string> TypeNames => _types.Keys.Order(StringComparer.Ordinal);

    /// <summary>The delivery code of a type; null for one that is not registered here.</summary>
    public INotificationChannel? TypeOf(NotificationChannel channel) => _types.GetValueOrDefault(channel.Type);

    /// <summary>What keeps anything from being sent to a channel, before its type is asked; null when nothing does.</summary>
    public static DeliveryOutcome? Obstacle(NotificationChannel channel) => channel.SecretIsLost
        ? DeliveryOutcome.Retry("The channel's secret cannot be read, since the keys that protected it are gone. Set the secret again.")
        : null;

    /// <summary>True for a channel of operators that is configured, as far as this host has read.</summary>
    public bool Knows(string channelId) => configuration.Current.Channels.ContainsKey(channelId);

    /// <summary>Reads what was configured since, here or by other hosts.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => configuration.RefreshAsync(cancellationToken);

    /// <summary>The channel, or null when there is none. An owner's channel is asked for each time.</summary>
    /// <exception cref="Exception">The host's code failed, or did not answer in time.</exception>
    public ValueTask<NotificationChannel?> FindAsync(string channelId, CancellationToken cancellationToken) =>
        OwnerChannels.OwnerOf(channelId) is { } ownerId ? owners.GetAsync(ownerId, cancellationToken) : new(configuration.FindChannel(channelId));

    /// <summary>The channel for whoever does not send: its secret stays protected.</summary>
    /// <exception cref="Exception">The host's code failed, or did not answer in time.</exception>
    public ValueTask<NotificationChannel?> DescribeAsync(string channelId, CancellationToken cancellationToken) =>
        OwnerChannels.OwnerOf(channelId) is { } ownerId ? owners.GetAsync(ownerId, cancellationToken) : new(configuration.Current.Channels.GetValueOrDefault(channelId)?.Value);
}
