using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>Days that a batch changed after they may have been folded.</summary>
internal sealed class LateDayColumns
{
    private readonly HashSet<(long, DateTimeOffset)> _known = [];
    private readonly Column<long> _keys;
    private readonly Column<DateTime> _days, _months, _nextMonths;

    public LateDayColumns()
    {
        _keys = Set.Add<long>("iid", "bigint");
        _days = Set.Add<DateTime>("day", "timestamptz");
        _months = Set.Add<DateTime>("month", "timestamptz");
        _nextMonths = Set.Add<DateTime>("next_month", "timestamptz");
    }

    public ColumnSet Set { get; } = new();

    public bool Any => _known.Count > 0;

    public void Add(long key, ResultWrite write, DateTimeOffset now)
    {
        for (var i = 0; i < write.Rollups.Count; i++)
        {
            var delta = write.Rollups[i];
            var day = Periods.DayOf(delta.Hour);
            if (!FoldPlan.IsLate(delta.Hour, now) || !_known.Add((key, day)))
                continue;

            var month = Periods.MonthOf(day);
            _keys.Add(key);
            _days.Add(StoredTime.Of(day));
            _months.Add(StoredTime.Of(month));
            _nextMonths.Add(StoredTime.Of(Periods.Next(month, HistoryResolution.Month)));
        }
    }

    public void Clear()
    {
        _known.Clear();
        Set.Clear();
    }
}
