using System.Net.Sockets;
using System.Text;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Realtime;

public sealed class SlowClientTests
{
    [Fact]
    public async Task Client_ThatDoesNotRead_IsDroppedAndTheOthersAreNotHeldUp()
    {
        await using var host = await TestHost.StartAsync(endpoints: options =>
        {
            options.AllowAnonymous();
            options.CallsPerMinute = 0;
        });
        var names = Enumerable.Range(0, 400).Select(number => $"integration-{number}").ToList();
        await host.AddAsync(names.Select(name => Some.Integration(name, name: new string('x', 200))));
        await using var reader = await HubClient.ConnectAsync(host, null);
        await reader.CallAsync("SubscribeAll");
        using var sleeper = await SubscribeAndSleepAsync(host.Address);
        while (host.Hub().Connections < 2)
            await Task.Yield();

        // Each round is some 300 KB. Once the buffers of both ends are full, a send no longer ends, and its patience runs on the host's clock.
        var rounds = 0;
        for (; host.Hub().Connections == 2 && rounds < 2_000; rounds++)
        {
            await Task.WhenAll(names.Select(name => host.ChangeAsync(name, before => before)));
            await PassTimeUntilAsync(host, reader.NextAsync("healthChanged"));
        }

        host.Hub().Connections.Should().Be(1, "the one that does not read is dropped, after {0} rounds", rounds);
        await reader.CallAsync("SubscribeAll");
    }

    /// <summary>
    /// Lets the host's time pass four times as fast as the real one, no faster: sockets are real, and a client that does read must not look as if it
    /// did not.
    /// </summary>
    private static async Task PassTimeUntilAsync(TestHost host, Task happened)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!happened.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(20));
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        await happened;
    }

    /// <summary>A bare socket that speaks just enough to subscribe, and then reads nothing more.</summary>
    private static async Task<TcpClient> SubscribeAndSleepAsync(Uri address)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"""
            GET /api/integrations/health/hub HTTP/1.1
            Host: {address.Authority}
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==


            """.ReplaceLineEndings("\r\n")), TestContext.Current.CancellationToken);
        var answer = new byte[1024];
        var length = await stream.ReadAsync(answer, TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(answer, 0, length).Should().StartWith("HTTP/1.1 101");
        await stream.WriteAsync(Frame("{\"protocol\":\"json\",\"version\":1}\u001e"), TestContext.Current.CancellationToken);
        await stream.WriteAsync(Frame("{\"type\":1,\"target\":\"SubscribeAll\",\"arguments\":[]}\u001e"), TestContext.Current.CancellationToken);
        return client;
    }

    // A text frame with a mask of zeros, which leaves the text as it is.
    private static byte[] Frame(string text) => [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];
}
