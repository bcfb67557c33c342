using System.Collections.Concurrent;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.InMemory;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

/// <summary>A dispatcher on in-memory storage, with a channel type that answers what the test says and a clock that the test drives.</summary>
internal sealed class DeliveryBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly NotificationDispatcher _dispatcher;
    private readonly InMemoryState _state;

    private DeliveryBench(ServiceProvider services, FakeTimeProvider time, RecordingChannel far, InMemoryState state)
    {
        (_services, Time, Far, _state) = (services, time, far, state);
        _dispatcher = services.GetRequiredService<NotificationDispatcher>();
    }

    public FakeTimeProvider Time { get; }

    public RecordingChannel Far { get; }

    public IServiceProvider Services => _services;

    public INotificationOutbox Outbox => _services.GetRequiredService<INotificationOutbox>();

    public static async Task<DeliveryBench> StartAsync(params string[] channelIds)
    {
        var time = new FakeTimeProvider(Messages.Noon);
        return await StartAsync(time, new RecordingChannel(), new InMemoryState(), health =>
        {
            foreach (var id in channelIds.DefaultIfEmpty("ops"))
                health.AddNotificationChannel(Channel(id));
        });
    }

    public static async Task<DeliveryBench> StartAsync(
        FakeTimeProvider time, RecordingChannel far, InMemoryState state, Action<IIntegrationHealthBuilder> configure, IConfiguration? configuration = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(state);
        services.AddSingleton<INotificationChannel>(far);
        services.AddSingleton(new Jitter(new Random(1)));
        if (configuration is not null)
            services.AddSingleton(configuration);
        services.AddIntegrationHealth(configure);
        var bench = new DeliveryBench(services.BuildServiceProvider(), time, far, state);
        await bench.Services.GetRequiredService<AlertConfiguration>().LoadAsync(CancellationToken.None);
        bench.Services.GetRequiredService<StartupCompletion>().Complete();
        await bench._dispatcher.StartAsync(CancellationToken.None);
        return bench;
    }

    /// <summary>Another host on the same storage.</summary>
    public Task<DeliveryBench> StartAnotherAsync() => StartAsync(Time, Far, _state, health => health.AddNotificationChannel(Channel("ops")));

    public static NotificationChannel Channel(string id, int? perMinute = null) =>
        Messages.Channel(RecordingChannel.TypeName, new { }) with { Id = id, Name = id, MaxPerMinute = perMinute };

    public static Notification Notification(string id, string channelId = "ops", string? orderKey = null, DateTimeOffset? dueAt = null) =>
        new(id, channelId, orderKey ?? id, dueAt ?? Messages.Noon, Messages.Firing(id));

    /// <summary>Puts notifications into the outbox, where they wait to be claimed.</summary>
    public async Task PutAsync(params Notification[] notifications)
    {
        await _services.GetRequiredService<IAlertStore>().CommitAsync(new AlertCommit { Notifications = notifications }, CancellationToken.None);
        _services.GetRequiredService<OutboxSignal>().Raise();
    }

    /// <summary>Commits notifications, as the engine does: those for which there is room are leased.</summary>
    public Task<bool> CommitAsync(params Notification[] notifications) =>
        _services.GetRequiredService<AlertCommitter>().CommitAsync(new AlertCommit { Notifications = notifications }, CancellationToken.None);

    /// <summary>Lets time pass until lines have room for what is committed: the outbox was claimed to its end.</summary>
    public Task UntilThereIsRoomAsync(string channelId = "ops") => UntilAsync(() => HasRoom(channelId), "there is room");

    /// <summary>True when a notification that was committed now would be leased.</summary>
    public bool HasRoom(string channelId)
    {
        using var places = _services.GetRequiredService<ChannelLanes>().Keep([Notification("room", channelId)], Time.GetUtcNow());
        return places.NotificationIds.Count == 1;
    }

    public Task<OutboxDepth> DepthAsync() => Outbox.GetDepthAsync(Time.GetUtcNow(), CancellationToken.None);

    /// <summary>Lets time pass until <paramref name="condition"/> holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string because, TimeSpan? step = null, TimeSpan? limit = null)
    {
        var end = Time.GetUtcNow() + (limit ?? TimeSpan.FromMinutes(30));
        for (var turn = 1; !await condition(); turn++)
        {
            if (Time.GetUtcNow() > end)
                throw new TimeoutException($"It never came to pass: {because}.");
            for (var yields = 0; yields < 30; yields++)
                await Task.Yield();
            if (step >= TimeSpan.FromSeconds(5))
                await SettleAsync();
            Time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            // The bench's time must not run away from threads that the machine has put aside.
            if (turn % 20 == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    public Task UntilAsync(Func<bool> condition, string because, TimeSpan? step = null, TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), because, step, limit);

    public Task UntilEmptyAsync(TimeSpan? step = null, TimeSpan? limit = null) =>
        UntilAsync(async () => (await DepthAsync()).Waiting == 0, "the outbox is empty", step, limit);

    /// <summary>Before a large step: what was claimed comes to its end, or its lease would run out while a thread waits for its turn.</summary>
    private async Task SettleAsync()
    {
        for (var turn = 0; turn < 2_000 && HasClaims(); turn++)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
    }

    private bool HasClaims()
    {
        lock (_state.Gate)
            return _state.Alerts.Waiting.Values.Any(row => row.State == NotificationState.Leased);
    }

    public async Task StopAsync()
    {
        var stopping = _dispatcher.StopAsync(CancellationToken.None);
        await UntilAsync(() => stopping.IsCompleted, "the dispatcher stops");
        await stopping;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>A far end in memory.</summary>
internal sealed class RecordingChannel : INotificationChannel
{
    public const string TypeName = "recording";

    public string Type => TypeName;

    /// <summary>Channel and message id of every attempt.</summary>
    public ConcurrentQueue<(string Channel, string Id)> Attempts { get; } = new();

    /// <summary>Of every message that was accepted.</summary>
    public ConcurrentQueue<(string Channel, string Id)> Accepted { get; } = new();

    public Func<string, NotificationMessage, CancellationToken, Task<DeliveryOutcome>> Answer { get; set; } =
        (_, _, _) => Task.FromResult(DeliveryOutcome.Delivered("taken"));

    public int CountOf(string id) => Attempts.Count(attempt => attempt.Id == id);

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel) => [];

    public async Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken)
    {
        Attempts.Enqueue((channel.Id, message.Id));
        var outcome = await Answer(channel.Id, message, cancellationToken);
        if (outcome.Status == DeliveryStatus.Delivered)
            Accepted.Enqueue((channel.Id, message.Id));
        return outcome;
    }
}
