using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntegrationHealth.Testing;

/// <summary>
/// The network between a host and a server, which a test can cut. Whatever is sent meanwhile stays on its way, as when a cable is pulled and TCP sends
/// again and again, and arrives once the wire is mended: nobody is told that a connection broke.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly int _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _requests = Whole();
    private volatile TaskCompletionSource _answers = Whole();

    private Wire(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the host finds the server.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A wire to a server on this port of 127.0.0.1.</summary>
    public static Wire To(int server) => new(server);

    /// <summary>Nothing passes, in either direction.</summary>
    public void Cut() => (_requests, _answers) = (Broken(), Broken());

    /// <summary>The server hears the host, and the host hears nothing.</summary>
    public void CutAnswers() => _answers = Broken();

    /// <summary>Everything passes, what was held back first.</summary>
    public void Mend()
    {
        _requests.TrySetResult();
        _answers.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private static TaskCompletionSource Broken() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Whole()
    {
        var whole = Broken();
        whole.SetResult();
        return whole;
    }

    private async Task AcceptAsync()
    {
        while (true)
            _pumps.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
    }

    private async Task CarryAsync(TcpClient host)
    {
        using var near = host;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        await _requests.Task.WaitAsync(_ending.Token);
        await far.ConnectAsync(IPAddress.Loopback, _server, _ending.Token);
        // When one side ends, both do.
        await Task.WhenAny(PumpAsync(near.GetStream(), far.GetStream(), () => _requests.Task), PumpAsync(far.GetStream(), near.GetStream(), () => _answers.Task));
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<Task> whole)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _ending.Token) is > 0 and var count)
            {
                await whole().WaitAsync(_ending.Token);
                await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException or OperationCanceledException)
        {
            // One of the two is gone, or the test is over.
        }
    }
}
