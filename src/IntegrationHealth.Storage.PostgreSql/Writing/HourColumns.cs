using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>What a batch adds to hours: one row an integration and hour, since a statement may touch a row only once.</summary>
internal sealed class HourColumns
{
    private const int TimeColumn = 3;
    private const int LatencySumColumn = 6;
    private const int LatencyColumn = 7;
    private const int FailureColumn = LatencyColumn + PackedLanes.HourWords;

    private readonly Column<long> _keys;
    private readonly Column<DateTime> _hours;
    private readonly Column<long>[] _values;

    public HourColumns()
    {
        _keys = Set.Add<long>("iid", "bigint");
        _hours = Set.Add<DateTime>("hour", "timestamptz");
        _values = [.. RollupSql.HourColumns.Select(name => Set.AddSparse<long>(name, "bigint"))];
    }

    public ColumnSet Set { get; } = new();

    /// <summary>Columns that count checks: those of a check that was counted before are left out. The others count time.</summary>
    public static bool CountsChecks(string column) => !column.EndsWith("_ms", StringComparison.Ordinal) || column.StartsWith("latency", StringComparison.Ordinal);

    public void Add(long key, ResultWrite write)
    {
        var first = _keys.Values.Count;
        foreach (var delta in write.Rollups)
            AddTo(RowOf(first, key, delta.Hour), delta);
    }

    private int RowOf(int first, long key, DateTimeOffset hour)
    {
        var at = StoredTime.Of(hour);
        for (var row = first; row < _hours.Values.Count; row++)
        {
            if (_hours.Values[row] == at)
                return row;
        }

        _keys.Add(key);
        _hours.Add(at);
        foreach (var column in _values)
            column.Add(0);
        return _keys.Values.Count - 1;
    }

    private void AddTo(int row, RollupDelta delta)
    {
        _values[TimeColumn].Values[row] += delta.HealthyMs;
        _values[TimeColumn + 1].Values[row] += delta.DegradedMs;
        _values[TimeColumn + 2].Values[row] += delta.UnhealthyMs;
        if (delta.Outcome is not { } outcome || outcome == CheckOutcome.Inconclusive)
            return;

        _values[outcome switch { CheckOutcome.Succeeded => 0, CheckOutcome.Degraded => 1, _ => 2 }].Values[row]++;
        _values[LatencySumColumn].Values[row] += delta.LatencyMs;
        var (word, value) = PackedLanes.HourLatency(delta.LatencyMs);
        _values[LatencyColumn + word].Values[row] += value;
        if (delta.FailureKind is not { } kind)
            return;
        (word, value) = PackedLanes.HourFailure(kind);
        _values[FailureColumn + word].Values[row] += value;
    }
}
