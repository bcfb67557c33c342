namespace IntegrationHealth.Alerting.Channels;

/// <summary>The host's word on how an owner wants to be told about their own integrations.</summary>
public interface IOwnerNotificationChannels
{
    /// <summary>
    /// The owner's channel, its secret in clear; null when they did not opt in. Asked again for each delivery. The id of the channel answered
    /// is not used: in the timeline it is <c>owner:</c> and the owner's id.
    /// </summary>
    ValueTask<NotificationChannel?> GetChannelAsync(string ownerId, CancellationToken cancellationToken);
}
