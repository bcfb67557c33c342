using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Status.Outages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks.StatusFeeds;

/// <summary>
/// Asks vendors' status feeds, while an outage is under way or suspected and at no other time. One feed that serves several providers is
/// asked once for all of them.
/// </summary>
internal sealed class StatusFeedPoller(
    StatusFeedClient client, VendorStatusBoard board, ProviderOutageDetector outages, IOptionsMonitor<IntegrationHealthOptions> options,
    TimeProvider time) : BackgroundService
{
    /// <summary>Time between two looks at whether anything is suspected.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    /// <summary>No feed is asked more often.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, DateTimeOffset> _askedAt = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
            await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var feeds = options.CurrentValue.Providers.Where(provider => provider.Value.StatusFeed is not null)
            .Select(provider => (Provider: provider.Key, Feed: provider.Value.StatusFeed!)).ToList();
        foreach (var (provider, _) in feeds.Where(one => !outages.IsSuspected(one.Provider, now)))
            board.Set(provider, VendorStatus.Unknown, now);

        foreach (var group in feeds.Where(one => outages.IsSuspected(one.Provider, now)).GroupBy(one => one.Feed.Url))
        {
            if (_askedAt.TryGetValue(group.Key, out var askedAt) && now - askedAt < Pace)
                continue;
            _askedAt[group.Key] = now;
            var body = await client.ReadAsync(group.Key, stopping);
            foreach (var (provider, feed) in group)
                board.Set(provider, StatusFeedRules.Read(feed, body), time.GetUtcNow());
        }
    }
}
