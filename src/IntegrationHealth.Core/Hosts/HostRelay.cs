using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Hosts;

/// <summary>
/// Ties this host to the others: what it commits is told, and what they tell is taken in. Nothing rests on it alone: a message that is lost costs a refused
/// result, which is judged anew.
/// </summary>
internal sealed class HostRelay(
    IEnumerable<IHostChannel> channels, HostNewsSender sender, HostNewsReceiver receiver, HealthEventPublisher publisher, IntegrationCatalog catalog,
    SharedPauses pauses, AlertPublisher alerts, StartupCompletion startup, TimeProvider time, ILogger<HostRelay> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly IHostChannel? _channel = channels.LastOrDefault();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_channel is null)
            return;
        await startup.Completed.WaitAsync(stoppingToken);
        using var subscription = ((IHealthEvents)publisher).Subscribe(sender);
        catalog.Changed += sender.OnDefinitionsChanged;
        pauses.Noted += sender.OnPause;
        alerts.Subscribe(sender);
        try
        {
            await Task.WhenAll(ListenAsync(_channel, stoppingToken), receiver.RunAsync(stoppingToken), sender.RunAsync(_channel, stoppingToken));
        }
        finally
        {
            catalog.Changed -= sender.OnDefinitionsChanged;
            pauses.Noted -= sender.OnPause;
        }
    }

    /// <summary>A host that is deaf would never know: whatever ends the listening, it begins again.</summary>
    private async Task ListenAsync(IHostChannel channel, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await channel.ListenAsync(receiver.OnMessage, receiver.OnConnected, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.NewsNotHeard(logger, exception);
            }

            await Task.Delay(AfterFailure, time, stopping);
        }
    }
}
