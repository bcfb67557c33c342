using System.Diagnostics.Metrics;
using IntegrationHealth.Diagnostics;
using static IntegrationHealth.Diagnostics.IntegrationHealthDiagnostics;

namespace IntegrationHealth.Caching;

/// <summary>Counts how reads were answered, for the meter and the report on the system.</summary>
internal sealed class CacheTally
{
    private static readonly KeyValuePair<string, object?> Hit = new(CacheResultTag, "hit");
    private static readonly KeyValuePair<string, object?> Miss = new(CacheResultTag, "miss");
    private static readonly KeyValuePair<string, object?> Stale = new(CacheResultTag, "stale");

    private readonly Counter<long> _reads;
    private long _hits;
    private long _sharedHits;
    private long _misses;
    private long _stale;

    public CacheTally(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _reads = meter.CreateCounter<long>(CacheReads, "{read}", "Reads of numbers that may be cached.");
        meter.CreateObservableGauge(
            CacheHitRatio, () => Read() is { } status ? [new Measurement<double>(status.HitRatio)] : Array.Empty<Measurement<double>>(), "1", "Share of reads that storage was spared, since the start.");
    }

    public void CountHit() => Count(ref _hits, Hit);

    /// <summary>One of the hits: another host had read it.</summary>
    public void CountSharedHit() => Interlocked.Increment(ref _sharedHits);

    public void CountMiss() => Count(ref _misses, Miss);

    public void CountStale() => Count(ref _stale, Stale);

    /// <summary>Null before the first read that was no stale answer.</summary>
    public CacheStatus? Read()
    {
        var status = new CacheStatus(
            Interlocked.Read(ref _hits), Interlocked.Read(ref _sharedHits), Interlocked.Read(ref _misses), Interlocked.Read(ref _stale));
        return status.Hits + status.Misses == 0 ? null : status;
    }

    private void Count(ref long counter, KeyValuePair<string, object?> result)
    {
        Interlocked.Increment(ref counter);
        _reads.Add(1, result);
    }
}
