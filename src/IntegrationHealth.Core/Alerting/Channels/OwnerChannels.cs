using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>Asks the host's code for the channels of owners: with an end to the wait, and on a thread of the pool, which that code may block.</summary>
internal sealed class OwnerChannels(IEnumerable<IOwnerNotificationChannels> owners, TimeProvider time)
{
    /// <summary>Longest time of one question.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly IOwnerNotificationChannels? _host = owners.LastOrDefault();

    /// <summary>The id under which an owner's channel is told.</summary>
    public static string IdOf(string ownerId) => Notification.OwnerPrefix + ownerId;

    /// <summary>Whose channel it is; null for one of operators.</summary>
    public static string? OwnerOf(string channelId) => IsOwners(channelId) ? channelId[Notification.OwnerPrefix.Length..] : null;

    /// <summary>True for the channel of an owner, about which the host's code is asked.</summary>
    public static bool IsOwners(string channelId) => channelId.StartsWith(Notification.OwnerPrefix, StringComparison.Ordinal);

    /// <summary>The owner's channel; null when they did not opt in, or the host gives owners none.</summary>
    /// <exception cref="TimeoutException">The host did not answer in time.</exception>
    /// <exception cref="Exception">Whatever the host's code throws.</exception>
    public async ValueTask<NotificationChannel?> GetAsync(string ownerId, CancellationToken cancellationToken)
    {
        if (_host is not { } host)
            return null;
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = either.Token;
        try
        {
            return await Task.Run(async () => await host.GetChannelAsync(ownerId, token), token).WaitAsync(token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{host.GetType().Name}.{nameof(IOwnerNotificationChannels.GetChannelAsync)} gave no channel of the owner '{ownerId}' within {LongestWait.TotalSeconds:0} s.", exception);
        }
    }
}
