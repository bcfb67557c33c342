using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntegrationHealth.Tests.Checks.Http;

/// <summary>Answers every connection with the same bytes and closes it: what no HTTP server would do.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawServer(string answer)
    {
        _listener.Start();
        _ = ServeAsync(Encoding.ASCII.GetBytes(answer));
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4_096], 1);
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
