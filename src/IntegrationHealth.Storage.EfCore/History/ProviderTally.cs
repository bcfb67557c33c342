using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.Storage.History;

/// <summary>Counts the checks of a batch by provider, in minutes and in hours: a few rows, however many results.</summary>
internal sealed class ProviderTally
{
    private readonly Dictionary<(string Provider, DateTimeOffset Minute), Count> _minutes = [];

    public void Clear() => _minutes.Clear();

    public void Add(string provider, HistoryEntry check)
    {
        if (check.Outcome == CheckOutcome.Inconclusive)
            return;

        var key = (provider, Periods.MinuteOf(check.CheckedAt));
        if (!_minutes.TryGetValue(key, out var count))
            _minutes.Add(key, count = new Count());
        count.Add(check);
    }

    /// <summary>The rows to add to, in the order of their key: writers that overlap must not wait for each other in a ring.</summary>
    public IReadOnlyList<Row> Rows()
    {
        if (_minutes.Count == 0)
            return [];

        var rows = new SortedDictionary<(ProviderBucketWidth, DateTimeOffset, string), Count>(KeyOrder.Instance);
        foreach (var ((provider, minute), count) in _minutes)
        {
            rows.Add((ProviderBucketWidth.Minute, minute, provider), count);
            var hour = (ProviderBucketWidth.Hour, Periods.HourOf(minute), provider);
            if (!rows.TryGetValue(hour, out var sum))
                rows.Add(hour, sum = new Count());
            sum.Add(count);
        }

        return [.. rows.Select(row => new Row(row.Key.Item3, row.Key.Item1, row.Key.Item2, row.Value))];
    }

    internal sealed record Row(string Provider, ProviderBucketWidth Width, DateTimeOffset Start, Count Count);

    internal sealed class Count
    {
        /// <summary>Succeeded, degraded, failed, latency sum, then the packed counts: in the order of the columns.</summary>
        private readonly long[] _values = new long[4 + (2 * PackedLanes.WideWords)];

        public ReadOnlySpan<long> Values => _values;

        public void Add(HistoryEntry check)
        {
            _values[check.Outcome switch { CheckOutcome.Succeeded => 0, CheckOutcome.Degraded => 1, _ => 2 }]++;
            _values[3] += check.LatencyMs;
            PackedLanes.AddWide(_values.AsSpan(4, PackedLanes.WideWords), LatencyHistogram.BucketOf(check.LatencyMs));
            if (check.FailureKind is { } kind)
                PackedLanes.AddWide(_values.AsSpan(4 + PackedLanes.WideWords), FailureCounts.LaneOf(kind));
        }

        public void Add(Count other)
        {
            for (var i = 0; i < _values.Length; i++)
                _values[i] += other._values[i];
        }
    }

    private sealed class KeyOrder : IComparer<(ProviderBucketWidth Width, DateTimeOffset Start, string Provider)>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare(
            (ProviderBucketWidth Width, DateTimeOffset Start, string Provider) x, (ProviderBucketWidth Width, DateTimeOffset Start, string Provider) y)
        {
            var order = x.Width.CompareTo(y.Width);
            if (order == 0)
                order = x.Start.CompareTo(y.Start);
            return order != 0 ? order : string.CompareOrdinal(x.Provider, y.Provider);
        }
    }
}
