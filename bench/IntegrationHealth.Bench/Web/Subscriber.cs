using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace IntegrationHealth.Bench.Web;

/// <summary>A client of the hub that has subscribed to its owner's integrations. Once its connection has broken, every wait for news ends with the reason.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private static readonly TimeSpan LongestConnect = TimeSpan.FromMinutes(1);

    private readonly ClientWebSocket _socket = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<long> _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _broken;
    private Task _reading = Task.CompletedTask;
    private volatile bool _isOver;

    public static async Task<Subscriber> ConnectAsync(Uri address)
    {
        var subscriber = new Subscriber();
        using var patience = new CancellationTokenSource(LongestConnect);
        try
        {
            await subscriber._socket.ConnectAsync(new Uri($"ws://{address.Authority}{HubMessages.Path}"), patience.Token);
            await subscriber.SendAsync(HubMessages.Handshake, patience.Token);
            await subscriber.SendAsync(HubMessages.Subscribe, patience.Token);
            subscriber._reading = subscriber.ReadAsync();
            await subscriber._subscribed.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"The hub did not answer a subscription within {LongestConnect.TotalSeconds:0} s.", exception);
        }

        return subscriber;
    }

    /// <summary>The <see cref="Stopwatch"/>'s timestamp at which the next news of a change is here.</summary>
    public Task<long> NextChange()
    {
        lock (_gate)
        {
            if (_broken is not null)
                return Task.FromException<long>(_broken);
            _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                var at = Stopwatch.GetTimestamp();
                if (received.MessageType == WebSocketMessageType.Close)
                    throw new WebSocketException($"The hub closed a connection: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
                var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
                if (text.Contains(HubMessages.Answer, StringComparison.Ordinal))
                    _subscribed.TrySetResult();
                if (text.Contains(HubMessages.Change, StringComparison.Ordinal))
                {
                    lock (_gate)
                        _waiting.TrySetResult(at);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Its own end is none that anybody waits for.
            if (!_isOver)
                Break(new InvalidOperationException("A subscriber lost its connection to the hub.", exception));
        }
    }

    private void Break(Exception reason)
    {
        _subscribed.TrySetException(reason);
        lock (_gate)
        {
            _broken = reason;
            _waiting.TrySetException(reason);
        }
    }

    private ValueTask SendAsync(string message, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, true, cancellationToken);
}
