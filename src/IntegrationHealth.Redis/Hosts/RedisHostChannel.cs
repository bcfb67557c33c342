using IntegrationHealth.Hosts;
using IntegrationHealth.Redis.Connections;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Hosts;

/// <summary>News between hosts by Redis' publish and subscribe. The client subscribes again by itself after a lost connection.</summary>
internal sealed class RedisHostChannel(RedisConnection connection, TimeProvider time) : IHostChannel
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly RedisChannel _channel = RedisChannel.Literal((string)connection.Settings.Key("news")!);

    public int MaxMessageBytes => 64 * 1024;

    public async ValueTask PublishAsync(string message, CancellationToken cancellationToken)
    {
        var subscriber = (await connection.OpenAsync(cancellationToken)).GetSubscriber();
        await subscriber.PublishAsync(_channel, message).WaitAsync(cancellationToken);
    }

    public async Task ListenAsync(Action<string> receive, Action connected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receive);
        ArgumentNullException.ThrowIfNull(connected);
        var multiplexer = await connection.OpenAsync(cancellationToken);
        multiplexer.ConnectionRestored += OnRestored;
        try
        {
            var queue = await SubscribeAsync(multiplexer, cancellationToken);
            queue.OnMessage(message => receive((string)message.Message!));
            connected();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        finally
        {
            multiplexer.ConnectionRestored -= OnRestored;
            await multiplexer.GetSubscriber().UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget);
        }

        void OnRestored(object? sender, ConnectionFailedEventArgs arguments)
        {
            if (arguments.ConnectionType == ConnectionType.Subscription)
                connected();
        }
    }

    private async Task<ChannelMessageQueue> SubscribeAsync(ConnectionMultiplexer multiplexer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await multiplexer.GetSubscriber().SubscribeAsync(_channel).WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                // Redis is away: the scheduler says so.
                await Task.Delay(AfterFailure, time, cancellationToken);
            }
        }
    }
}
