using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace IntegrationHealth.Bench.Web;

/// <summary>A client of the hub that has subscribed to its owner's integrations.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<long>? _waiting;
    private Task _reading = Task.CompletedTask;

    public static async Task<Subscriber> ConnectAsync(Uri address)
    {
        var subscriber = new Subscriber();
        await subscriber._socket.ConnectAsync(new Uri($"ws://{address.Authority}{HubMessages.Path}"), CancellationToken.None);
        await subscriber.SendAsync(HubMessages.Handshake);
        await subscriber.SendAsync(HubMessages.Subscribe);
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        subscriber._reading = subscriber.ReadAsync(subscribed);
        await subscribed.Task;
        return subscriber;
    }

    /// <summary>The <see cref="Stopwatch"/>'s timestamp at which the next news of a change is here.</summary>
    public Task<long> NextChange()
    {
        lock (_gate)
            return (_waiting = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync(TaskCompletionSource subscribed)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                var at = Stopwatch.GetTimestamp();
                var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
                if (text.Contains(HubMessages.Answer, StringComparison.Ordinal))
                    subscribed.TrySetResult();
                if (text.Contains(HubMessages.Change, StringComparison.Ordinal))
                {
                    lock (_gate)
                        _waiting?.TrySetResult(at);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            subscribed.TrySetException(exception);
        }
    }

    private ValueTask SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
}
