using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>What idle live connections cost a host, and how soon a change is with those who subscribed.</summary>
internal static class RealtimeBenchmark
{
    private const int Connections = 5_000;
    private const int ConnectsAtOnce = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var changes = full ? 20 : 8;
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        await using var host = await WebProcess.StartAsync(0, await farEnd.ReadLineAsync());
        using var http = new HttpClient { BaseAddress = host.Address };
        var report = new BenchReport("realtime");
        report.Conditions["connections"] = Connections.ToString(CultureInfo.InvariantCulture);
        report.Conditions["transport"] = "WebSockets, JSON, on loopback; every connection has called SubscribeMine";

        await using var first = await Subscriber.ConnectAsync(host.Address);
        report.Add("oneSubscriber.commitToClient.median", Statistics.Median(await ChangesAsync(http, [first], changes)), "ms");

        var before = await host.AskAsync("collect");
        var began = Stopwatch.GetTimestamp();
        var subscribers = new List<Subscriber>(Connections) { first };
        foreach (var chunk in Enumerable.Range(1, Connections - 1).Chunk(ConnectsAtOnce))
            subscribers.AddRange(await Task.WhenAll(chunk.Select(_ => Subscriber.ConnectAsync(host.Address))));
        report.Add("connecting", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");

        var after = await host.AskAsync("collect");
        report.Add("heapPerConnection", (after.HeapBytes - before.HeapBytes) / (Connections - 1), "B");
        report.Add("residentPerConnection", (after.ResidentBytes - before.ResidentBytes) / (Connections - 1), "B");
        await Task.Delay(Idle);
        var idle = await host.AskAsync();
        report.Add("idleCpu", (idle.CpuSeconds - after.CpuSeconds) / Idle.TotalSeconds * 100, "% of a core");

        var arrivals = await ChangesAsync(http, subscribers, changes);
        report.Add("allSubscribers.commitToLastClient.median", Statistics.Median(arrivals), "ms");
        report.Add("allSubscribers.commitToLastClient.worst", arrivals.Max(), "ms");
        await Parallel.ForEachAsync(subscribers.Skip(1), async (subscriber, _) => await subscriber.DisposeAsync());
        return report;
    }

    /// <summary>Milliseconds from the commit, as the answer to a manual check tells it, until the last subscriber has the change.</summary>
    private static async Task<List<double>> ChangesAsync(HttpClient http, IReadOnlyList<Subscriber> subscribers, int changes)
    {
        var taken = new List<double>();
        for (var i = 0; i <= changes; i++)
        {
            var arrived = Task.WhenAll(subscribers.Select(subscriber => subscriber.NextChange()));
            (await http.PostAsync(new Uri(WebHost.Status + "/check", UriKind.Relative), null)).EnsureSuccessStatusCode();
            var committed = Stopwatch.GetTimestamp();
            await arrived;
            if (i > 0) // The first one also compiles.
                taken.Add(Stopwatch.GetElapsedTime(committed).TotalMilliseconds);
            await Task.Delay(300);
        }

        return taken;
    }

    /// <summary>A client without SignalR's own library, which would cost more than what is measured.</summary>
    private sealed class Subscriber : IAsyncDisposable
    {
        private readonly ClientWebSocket _socket = new();
        private readonly Lock _gate = new();
        private TaskCompletionSource? _waiting;
        private Task _reading = Task.CompletedTask;

        public static async Task<Subscriber> ConnectAsync(Uri address)
        {
            var subscriber = new Subscriber();
            await subscriber._socket.ConnectAsync(new Uri($"ws://{address.Authority}/api/integrations/health/hub"), CancellationToken.None);
            await subscriber.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
            await subscriber.SendAsync("{\"type\":1,\"target\":\"SubscribeMine\",\"arguments\":[],\"invocationId\":\"1\"}\u001e");
            var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            subscriber._reading = subscriber.ReadAsync(subscribed);
            await subscribed.Task;
            return subscriber;
        }

        public Task NextChange()
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
                    var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
                    if (text.Contains("\"type\":3", StringComparison.Ordinal))
                        subscribed.TrySetResult();
                    if (text.Contains("healthChanged", StringComparison.Ordinal))
                    {
                        lock (_gate)
                            _waiting?.TrySetResult();
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
}
