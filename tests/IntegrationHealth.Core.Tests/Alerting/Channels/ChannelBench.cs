using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Channels;

/// <summary>The registered channels, a far end on 127.0.0.1 that the test answers for, and a clock that the test drives.</summary>
internal sealed class ChannelBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ChannelBench(ServiceProvider services, LocalServer server, FakeTimeProvider time) => (_services, Server, Time) = (services, server, time);

    public LocalServer Server { get; }

    public FakeTimeProvider Time { get; }

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public IServiceProvider Services => _services;

    /// <summary>How the far end answers; 200 without a body when null.</summary>
    public Func<ReceivedRequest, HttpContext, Task>? Answer { get; set; }

    public ReceivedRequest Only => Requests.Should().ContainSingle().Subject;

    public static async Task<ChannelBench> StartAsync(Action<IIntegrationHealthBuilder>? configure = null)
    {
        var time = new FakeTimeProvider(Messages.Noon);
        ChannelBench? bench = null;
        var server = await LocalServer.StartAsync(context => bench!.ReceiveAsync(context));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddIntegrationHealth(configure);
        return bench = new ChannelBench(services.BuildServiceProvider(), server, time);
    }

    public INotificationChannel Type(string name) => _services.GetServices<INotificationChannel>().Single(type => type.Type == name);

    public Task<DeliveryOutcome> SendAsync(NotificationChannel channel, IntegrationHealth.Alerting.Outbox.NotificationMessage message) =>
        Type(channel.Type).SendAsync(message, channel, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new ReceivedRequest(
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
        Requests.Enqueue(request);
        if (Answer is { } answer)
            await answer(request, context);
    }
}

/// <summary>What a far end got.</summary>
internal sealed record ReceivedRequest(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
