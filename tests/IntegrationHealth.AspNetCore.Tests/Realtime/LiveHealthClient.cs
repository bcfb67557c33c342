using Microsoft.AspNetCore.SignalR.Client;

namespace IntegrationHealth.Tests.Realtime;

/// <summary>The example of docs/realtime.md: a typed client of the hub that loses nothing over a reconnect.</summary>
public sealed class LiveHealthClient : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly Dictionary<string, long> _versions = [];

    public LiveHealthClient(Uri host, Func<Task<string?>> token)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(host, "api/integrations/health/hub"), options => options.AccessTokenProvider = token)
            .WithAutomaticReconnect()
            .Build();
        _connection.On<LiveHealth[]>("healthChanged", Take);
        _connection.On<LiveRemoved[]>("integrationRemoved", Drop);
        _connection.On<LiveSummary>("summaryChanged", summary => SummaryChanged?.Invoke(summary));
        _connection.Reconnected += _ => SubscribeAsync(CancellationToken.None);
    }

    public event Action<LiveHealth>? HealthChanged;

    public event Action<string>? Removed;

    public event Action<LiveSummary>? SummaryChanged;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _connection.StartAsync(cancellationToken);
        await SubscribeAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Subscribed first, compared after: a change in between comes twice rather than never.
    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        await _connection.InvokeAsync("SubscribeMine", cancellationToken);
        foreach (var gone in await _connection.InvokeAsync<string[]>("Resume", _versions, cancellationToken))
            Drop([new LiveRemoved(gone, 0)]);
    }

    private void Take(LiveHealth[] changed)
    {
        foreach (var health in changed.Where(health => health.Version > _versions.GetValueOrDefault(health.Id, -1)))
        {
            _versions[health.Id] = health.Version;
            HealthChanged?.Invoke(health);
        }
    }

    // What comes later under the same id is another integration, whose versions begin anew.
    private void Drop(LiveRemoved[] removed)
    {
        foreach (var (id, _) in removed)
        {
            _versions.Remove(id);
            Removed?.Invoke(id);
        }
    }
}

public sealed record LiveHealth(string Id, string Name, string Status, bool Stale, LiveFailure? Failure, long Version);

public sealed record LiveFailure(string Kind, string Message, string Action, string? ActionUrl);

public sealed record LiveRemoved(string Id, long Version);

public sealed record LiveSummary(long Healthy, long Degraded, long Unhealthy, long Unknown, long Paused);
