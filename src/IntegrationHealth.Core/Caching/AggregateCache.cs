using System.Globalization;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace IntegrationHealth.Caching;

/// <summary>
/// Stands before the readers of rollups: in this host's memory and, where hosts share one, in a second level behind it. Any number of readers of one
/// answer cost one read. Where storage is away the last known answer is given, marked as stale; where the second level is away it is left alone for some
/// seconds. Safe for concurrent use.
/// </summary>
internal sealed class AggregateCache : IDisposable
{
    /// <summary>Longest life of an answer. Ranges and windows move with time, so that even without a commit it has to be read again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan SharedLeftAlone = TimeSpan.FromSeconds(5);

    /// <summary>Rows in memory, of a few hundred bytes at most: an uptime, a bucket, a step of a series.</summary>
    private const int MaxRows = 50_000;

    private readonly StorageReach _reach;
    private readonly CacheTally _tally;
    private readonly LastCommit _lastCommit;
    private readonly TimeProvider _time;
    private readonly TimeSpan _freshness;
    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = MaxRows });
    private readonly MemoryCache _lastKnown = new(new MemoryCacheOptions { SizeLimit = MaxRows });
    private readonly FusionCache _cache;

    public AggregateCache(
        IOptions<IntegrationHealthOptions> options, StorageReach reach, CacheTally tally, LastCommit lastCommit, TimeProvider time, ISharedCache? shared = null)
    {
        _reach = reach;
        _tally = tally;
        _lastCommit = lastCommit;
        _time = time;
        _freshness = options.Value.Cache.Freshness;
        _cache = new FusionCache(
            new FusionCacheOptions
            {
                CacheName = "IntegrationHealth",
                // Generations do what tags would, without a round trip of their own.
                DisableTagging = true,
                EnableAutoRecovery = false,
                EnableBestPracticesAdvisor = false,
                EnableSyncEventHandlersExecution = true,
                DistributedCacheKeyModifierMode = CacheKeyModifierMode.None,
                DistributedCacheCircuitBreakerDuration = SharedLeftAlone,
            },
            _memory);
        if (shared is null || !IsOn)
            return;
        _cache.SetupDistributedCache(shared, new CacheSerializer());
        _cache.Events.Distributed.Hit += (_, _) => _tally.CountSharedHit();
    }

    /// <summary>False where every read asks storage.</summary>
    public bool IsOn => _freshness > TimeSpan.Zero;

    /// <summary>An answer over all integrations.</summary>
    public ValueTask<Answer<T>> GetAsync<T>(string query, Func<T, int> rowsOf, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        // In doubt as under steady commits: storage is asked again soon, or it would not be noticed that it is away.
        var now = _time.GetUtcNow();
        return IsOn
            ? GetAsync(query, CacheKey.GenerationOfAll(now, _reach.InDoubt ? now : _lastCommit.At, _freshness), rowsOf, read, cancellationToken)
            : new(AskedAsync(read, cancellationToken));
    }

    /// <summary>An answer about integrations whose generation is that of their states.</summary>
    public ValueTask<Answer<T>> GetAsync<T>(CacheKey key, Func<T, int> rowsOf, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsOn)
            return new(AskedAsync(read, cancellationToken));
        var generation = _reach.InDoubt
            ? string.Create(CultureInfo.InvariantCulture, $"{key.Generation}-{_time.GetUtcNow().UtcTicks / _freshness.Ticks}")
            : key.Generation;
        return GetAsync(key.Query, generation, rowsOf, read, cancellationToken);
    }

    /// <summary>The last known answer of any generation; null where there is none.</summary>
    public T? LastKnown<T>(CacheKey key)
        where T : class => LastKnown<T>(key.Query);

    private T? LastKnown<T>(string query)
        where T : class => _lastKnown.Get<Known<T>>(query)?.Value;

    public void Dispose()
    {
        _cache.Dispose();
        _memory.Dispose();
        _lastKnown.Dispose();
    }

    private async ValueTask<Answer<T>> GetAsync<T>(
        string query, string generation, Func<T, int> rowsOf, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        // What was read last is nearly always what is asked for: found here, the cache with its levels is not asked.
        if (!_reach.InDoubt && _lastKnown.TryGetValue(query, out Known<T>? last) && last!.Generation == generation && last.Until - _time.GetUtcNow() is var left
            && left > TimeSpan.Zero && left <= Longest)
        {
            _tally.CountHit();
            return new(last.Value, Stale: false);
        }

        var asked = false;
        var answer = await _reach.OrLastKnownAsync(
            async token => (await _cache.GetOrSetAsync<T>(
                $"{query}:{generation}",
                async (context, stop) =>
                {
                    asked = true;
                    var value = await _reach.AskAsync(read, stop);
                    context.Options.Size = rowsOf(value);
                    return value;
                },
                default, EntryOptions(), null, token))!,
            () => LastKnown<T>(query), cancellationToken);
        if (answer.Stale)
            _tally.CountStale();
        else if (asked)
            _tally.CountMiss();
        else
            _tally.CountHit();
        if (!answer.Stale && (asked || _lastKnown.Get<Known<T>>(query)?.Generation != generation))
        {
            // How old another's answer is, nobody knows here.
            var until = asked ? _time.GetUtcNow() + Longest : DateTimeOffset.MinValue;
            _lastKnown.Set(query, new Known<T>(generation, until, answer.Value),
                new MemoryCacheEntryOptions { Size = rowsOf(answer.Value), AbsoluteExpirationRelativeToNow = KnownFor });
        }

        return answer;
    }

    /// <summary>An answer that was given.</summary>
    /// <param name="Generation">Its generation.</param>
    /// <param name="Until">When it has to be read again.</param>
    /// <param name="Value">The answer.</param>
    private sealed record Known<T>(string Generation, DateTimeOffset Until, T Value);

    /// <summary>Without a cache there is nothing that could be known.</summary>
    private static async Task<Answer<T>> AskedAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        new(await read(cancellationToken), Stale: false);

    private static FusionCacheEntryOptions EntryOptions() => new(Longest)
    {
        Size = 1,
        // Who reads does not wait until others can have it.
        AllowBackgroundDistributedCacheOperations = true,
        SkipBackplaneNotifications = true,
    };
}
