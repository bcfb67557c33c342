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
        for (var i = 0; i < write.Rollups.Count; i++)
            AddTo(RowOf(first, key, write.Rollups[i].Hour), write.Rollups[i]);
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
        return _keys.Values.Count - 1;
    }

    private void AddTo(int row, RollupDelta delta)
    {
        Add(TimeColumn, row, delta.HealthyMs);
        Add(TimeColumn + 1, row, delta.DegradedMs);
        Add(TimeColumn + 2, row, delta.UnhealthyMs);
        if (delta.Outcome is not { } outcome || outcome == CheckOutcome.Inconclusive)
            return;

        Add(outcome switch { CheckOutcome.Succeeded => 0, CheckOutcome.Degraded => 1, _ => 2 }, row, 1);
        Add(LatencySumColumn, row, delta.LatencyMs);
        var (word, value) = PackedLanes.HourLatency(delta.LatencyMs);
        Add(LatencyColumn + word, row, value);
        if (delta.FailureKind is not { } kind)
            return;
        (word, value) = PackedLanes.HourFailure(kind);
        Add(FailureColumn + word, row, value);
    }

    private void Add(int column, int row, long value)
    {
        if (value != 0)
            _values[column].At(row) += value;
    }
}
