using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// Delivers from the outbox: claims what is due in a short transaction, hands it to the channels' lines, and records how it ended. Nothing is
/// sent inside a transaction. When the host stops, what is under way is finished and the rest given back.
/// </summary>
internal sealed class NotificationDispatcher(
    INotificationOutbox outbox, FailingStretches stretches, ChannelLanes lanes, DeliveryRunner runner, DeliveryWriter writer, DeliveryMetrics metrics,
    OutboxSignal signal, StartupCompletion startup, IOptionsMonitor<IntegrationHealthOptions> options, TimeProvider time,
    ILogger<NotificationDispatcher> logger) : BackgroundService
{
    /// <summary>
    /// How long a claim is held. What does not get its turn in time is given back; a host that dies leaves its claims to the others after
    /// it.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Small enough that the first are sent while the next are claimed.</summary>
    private const int ClaimSize = 250;

    private static readonly TimeSpan DepthInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private DateTimeOffset _nextDepth;
    private bool _loaded;
    private bool _shadowed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Completed.WaitAsync(stoppingToken);
        using var givingUp = new CancellationTokenSource();
        var writing = writer.RunAsync(givingUp.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAtDepthAsync(stoppingToken);
                if (IsShadowed() || !await ClaimAsync(stoppingToken))
                    await signal.WaitAsync(LongestSleep, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                Log.ClaimFailed(logger, exception);
                await Task.Delay(LongestSleep, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        runner.Stop();
        await lanes.CloseAsync();
        writer.Complete();
        await givingUp.CancelAsync();
        await writing;
    }

    /// <summary>What gauges say is read now and then, not with every look.</summary>
    private async Task LookAtDepthAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!metrics.AreWatched || (now < _nextDepth && _nextDepth - now <= DepthInterval))
            return;
        _nextDepth = now + DepthInterval;
        metrics.Saw(await outbox.GetDepthAsync(now, cancellationToken));
    }

    /// <summary>What waits is kept: it goes out when shadow mode ends.</summary>
    private bool IsShadowed()
    {
        var shadow = options.CurrentValue.Shadow;
        if (shadow && !_shadowed)
            Log.Shadowed(logger);
        return _shadowed = shadow;
    }

    /// <summary>Claims once. True when there may be more.</summary>
    private async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        if (!_loaded)
        {
            await stretches.LoadAsync(cancellationToken);
            lanes.Open(runner.RunAsync);
            _loaded = true;
        }

        await stretches.ReviewAsync();
        var now = time.GetUtcNow();
        var claimed = await outbox.ClaimAsync(new OutboxClaim(now, ClaimSize, Lease, lanes.BeginClaim(now)), cancellationToken);
        var mayBeMore = claimed.Count == ClaimSize;
        lanes.EndClaim(claimed, all: !mayBeMore);
        return mayBeMore;
    }
}
