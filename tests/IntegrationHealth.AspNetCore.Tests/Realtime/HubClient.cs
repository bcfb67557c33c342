using System.Text.Json;
using System.Threading.Channels;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace IntegrationHealth.Tests.Realtime;

/// <summary>A real client of the hub over a real WebSocket, whose messages a test takes one by one.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly Channel<(string Method, JsonElement Argument)> _messages = Channel.CreateUnbounded<(string, JsonElement)>();

    private HubClient(HubConnection connection)
    {
        Connection = connection;
        foreach (var method in (string[])["healthChanged", "integrationRemoved", "summaryChanged", "alertChanged"])
            connection.On<JsonElement>(method, argument => _messages.Writer.TryWrite((method, argument)));
        connection.Closed += _ =>
        {
            Closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public HubConnection Connection { get; }

    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<HubClient> ConnectAsync(TestHost host, string? user, HttpTransportType transport = HttpTransportType.WebSockets, string path = "")
    {
        var client = new HubClient(new HubConnectionBuilder().WithUrl(new Uri(host.Address, $"{path}/api/integrations/health/hub"), options =>
        {
            options.Transports = transport;
            if (user is not null)
                options.Headers["Authorization"] = $"Bearer {user}";
        }).Build());
        await client.Connection.StartAsync(TestContext.Current.CancellationToken);
        return client;
    }

    public Task CallAsync(string method, params object?[] arguments) =>
        Connection.InvokeCoreAsync(method, arguments, TestContext.Current.CancellationToken);

    /// <summary>The next message of a method; others are passed over.</summary>
    public async Task<JsonElement> NextAsync(string method)
    {
        while (true)
        {
            var (name, argument) = await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
                .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            if (name == method)
                return argument;
        }
    }

    /// <summary>Messages that have arrived and were not taken.</summary>
    public int Untaken => _messages.Reader.Count;

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
