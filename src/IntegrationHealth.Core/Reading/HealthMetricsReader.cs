using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.Reading;

/// <summary>Adds provider rollups up. At most 2,160 rows a provider are read, whatever the number of integrations.</summary>
internal sealed class HealthMetricsReader(IProviderRollupReader rollups, TimeProvider time) : IHealthMetricsReader
{
    public async Task<HealthMetrics> GetAsync(HealthMetricsQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = time.GetUtcNow();
        var (range, step, width) = query.Range switch
        {
            HealthMetricsRange.Hour => (TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), ProviderBucketWidth.Minute),
            HealthMetricsRange.Day => (TimeSpan.FromDays(1), TimeSpan.FromHours(1), ProviderBucketWidth.Hour),
            HealthMetricsRange.Week => (TimeSpan.FromDays(7), TimeSpan.FromHours(1), ProviderBucketWidth.Hour),
            HealthMetricsRange.Month => (TimeSpan.FromDays(30), TimeSpan.FromDays(1), ProviderBucketWidth.Hour),
            HealthMetricsRange.Quarter => (TimeSpan.FromDays(90), TimeSpan.FromDays(1), ProviderBucketWidth.Hour),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Range, "Not a range."),
        };

        // The step under way is the last; the first is the one that keeps the range whole without reaching beyond it.
        var last = StartOf(now, step);
        var from = last - range + step;
        var buckets = await rollups.GetAsync(query.Provider, width, from, last + step, cancellationToken);
        return Describe(buckets, from, now, step);
    }

    private static HealthMetrics Describe(IReadOnlyList<ProviderBucket> buckets, DateTimeOffset from, DateTimeOffset now, TimeSpan step)
    {
        var whole = new Tally();
        var steps = new Dictionary<DateTimeOffset, Tally>();
        var providers = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var bucket in buckets)
        {
            whole.Add(bucket);
            TallyOf(steps, StartOf(bucket.Start, step)).Add(bucket);
            TallyOf(providers, bucket.Provider).Add(bucket);
        }

        var series = new List<HealthMetricsStep>();
        for (var start = from; start <= now; start += step)
        {
            var end = start + step < now ? start + step : now;
            series.Add(new HealthMetricsStep(start, (steps.GetValueOrDefault(start) ?? new Tally()).ToTotals(end - start)));
        }

        return new HealthMetrics(
            from, now, step, whole.ToTotals(now - from), series,
            [.. providers.Select(one => new ProviderMetrics(one.Key, one.Value.ToTotals(now - from), one.Value.ToFailures()))],
            whole.ToFailures());
    }

    private static Tally TallyOf<TKey>(IDictionary<TKey, Tally> tallies, TKey key)
    {
        if (!tallies.TryGetValue(key, out var tally))
            tallies.Add(key, tally = new Tally());
        return tally;
    }

    private static DateTimeOffset StartOf(DateTimeOffset at, TimeSpan step) => new(at.UtcTicks - (at.UtcTicks % step.Ticks), TimeSpan.Zero);

    private sealed class Tally
    {
        private readonly long[] _latency = new long[LatencyHistogram.BucketCount];
        private readonly Dictionary<FailureKind, long> _failures = [];
        private long _succeeded;
        private long _degraded;
        private long _failed;
        private long _latencySumMs;

        public void Add(ProviderBucket bucket)
        {
            _succeeded += bucket.Succeeded;
            _degraded += bucket.Degraded;
            _failed += bucket.Failed;
            _latencySumMs += bucket.LatencySumMs;
            for (var i = 0; i < _latency.Length; i++)
                _latency[i] += bucket.LatencyCounts[i];
            foreach (var (kind, count) in bucket.Failures)
                _failures[kind] = _failures.GetValueOrDefault(kind) + count;
        }

        public CheckTotals ToTotals(TimeSpan passed)
        {
            var checks = _succeeded + _degraded + _failed;
            return new CheckTotals
            {
                Succeeded = _succeeded,
                Degraded = _degraded,
                Failed = _failed,
                ChecksPerMinute = passed > TimeSpan.Zero ? checks / passed.TotalMinutes : 0,
                LatencyMeanMs = checks == 0 ? null : (double)_latencySumMs / checks,
                LatencyP50Ms = LatencyHistogram.Percentile(_latency, _latencySumMs, 0.5),
                LatencyP95Ms = LatencyHistogram.Percentile(_latency, _latencySumMs, 0.95),
                LatencyP99Ms = LatencyHistogram.Percentile(_latency, _latencySumMs, 0.99),
            };
        }

        public IReadOnlyList<KeyValuePair<FailureKind, long>> ToFailures() =>
            [.. _failures.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)];
    }
}
