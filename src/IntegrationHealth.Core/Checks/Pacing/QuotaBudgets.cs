using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks.Pacing;

/// <summary>
/// How much of a vendor's quota checks may take, by OAuth client: the quota is the application's own, and its users come first. Counted on
/// this host, in windows that begin at multiples of their length (a day begins at midnight UTC). Only providers with a budget are counted.
/// Safe for concurrent use.
/// </summary>
internal sealed class QuotaBudgets
{
    private readonly ConcurrentDictionary<(string Provider, string Client), Account> _accounts = new();
    private readonly IOptionsMonitor<IntegrationHealthOptions> _options;
    private readonly TimeProvider _time;

    public QuotaBudgets(IOptionsMonitor<IntegrationHealthOptions> options, TimeProvider time, IMeterFactory? meters = null)
    {
        (_options, _time) = (options, time);
        meters?.Create(IntegrationHealthDiagnostics.MeterName).CreateObservableGauge(
            IntegrationHealthDiagnostics.QuotaUsed,
            () => List().Select(share => new Measurement<double>(share.Limit == 0 ? 1 : share.Used / (double)share.Limit,
                new(IntegrationHealthDiagnostics.ProviderTag, share.Provider), new(IntegrationHealthDiagnostics.ClientTag, share.Client))),
            "1", "Share of the budget of vendor quota that checks have used.");
    }

    /// <summary>Takes <paramref name="cost"/> from the budget.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="client">The OAuth client; all that are not known count as one.</param>
    /// <param name="cost">Units, 0 or more.</param>
    /// <param name="share">How the budget stands afterwards; null where the provider has none.</param>
    /// <returns>False when it is used up; then nothing was taken.</returns>
    public bool TrySpend(string provider, string? client, int cost, out QuotaShare? share)
    {
        share = null;
        if (!_options.CurrentValue.Providers.TryGetValue(provider, out var options) || options.QuotaBudget is not { } limit)
            return true;
        var account = _accounts.GetOrAdd((provider, client ?? ""), static _ => new Account());
        var taken = account.TryTake(cost, limit, StartOf(_time.GetUtcNow(), options.QuotaWindow));
        share = ShareOf(provider, client ?? "", account, limit, options.QuotaWindow);
        return taken;
    }

    /// <summary>Those that were drawn on, by provider and client.</summary>
    public IReadOnlyList<QuotaShare> List() =>
    [
        .. from pair in _accounts
           let options = _options.CurrentValue.Providers.TryGetValue(pair.Key.Provider, out var found) ? found : null
           where options?.QuotaBudget is not null
           orderby pair.Key.Provider, pair.Key.Client
           select ShareOf(pair.Key.Provider, pair.Key.Client, pair.Value, options.QuotaBudget!.Value, options.QuotaWindow),
    ];

    private QuotaShare ShareOf(string provider, string client, Account account, int limit, TimeSpan window)
    {
        var start = StartOf(_time.GetUtcNow(), window);
        return new QuotaShare(provider, client, account.UsedSince(start), limit, window, start + window);
    }

    private static DateTimeOffset StartOf(DateTimeOffset now, TimeSpan window) => new(now.UtcTicks - (now.UtcTicks % window.Ticks), TimeSpan.Zero);

    private sealed class Account
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _start;
        private int _used;

        public bool TryTake(int cost, int limit, DateTimeOffset start)
        {
            lock (_lock)
            {
                if (_start != start)
                    (_start, _used) = (start, 0);
                if (_used > limit - cost)
                    return false;
                _used += cost;
                return true;
            }
        }

        public int UsedSince(DateTimeOffset start)
        {
            lock (_lock)
                return _start == start ? _used : 0;
        }
    }
}
