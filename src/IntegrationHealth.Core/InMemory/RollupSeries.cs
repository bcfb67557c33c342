using IntegrationHealth.History;

namespace IntegrationHealth.InMemory;

/// <summary>The hours, days and months of one integration, each oldest first. What is too old for one list moves to the next, so nothing counts twice.</summary>
internal sealed class RollupSeries
{
    private readonly List<RollupCell> _hours = new(1);
    private List<RollupCell>? _days;
    private List<RollupCell>? _months;

    public IReadOnlyList<RollupCell> Hours => _hours;

    public IReadOnlyList<RollupCell> Days => _days ?? [];

    public void Add(RollupDelta delta, bool countOutcome) => CellAt(_hours, delta.Hour).Add(delta, countOutcome);

    /// <summary>Buckets that start in <c>[from, to)</c>, oldest first.</summary>
    public List<HistoryBucket> Fold(HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var cells = new List<RollupCell>();
        IEnumerable<RollupCell> sources = resolution switch
        {
            HistoryResolution.Hour => _hours,
            HistoryResolution.Day => Days.Concat(_hours),
            _ => (_months ?? []).Concat(Days).Concat(_hours),
        };
        foreach (var cell in sources)
        {
            var start = Periods.StartOf(cell.Start, resolution);
            if (start >= from && start < to)
                CellAt(cells, start).Add(cell);
        }

        return [.. cells.Take(limit).Select(cell => cell.ToBucket())];
    }

    /// <returns>Hours, days and months that went, or lost their detail.</returns>
    public int Maintain(HistoryBounds bounds)
    {
        var moved = Move(_hours, Periods.DayOf(bounds.Hours), HistoryResolution.Day, ref _days);
        if (_days is not null)
            moved += Move(_days, Periods.MonthOf(bounds.Days), HistoryResolution.Month, ref _months);
        return moved + (_months?.RemoveAll(month => month.Start < bounds.Months) ?? 0);
    }

    private static int Move(List<RollupCell> from, DateTimeOffset before, HistoryResolution resolution, ref List<RollupCell>? to)
    {
        var count = 0;
        for (; count < from.Count && from[count].Start < before; count++)
            CellAt(to ??= new List<RollupCell>(1), Periods.StartOf(from[count].Start, resolution)).Add(from[count]);
        from.RemoveRange(0, count);
        return count;
    }

    private static RollupCell CellAt(List<RollupCell> cells, DateTimeOffset start)
    {
        // The newest is nearly always the answer.
        var index = cells.Count;
        while (index > 0 && cells[index - 1].Start > start)
            index--;
        if (index > 0 && cells[index - 1].Start == start)
            return cells[index - 1];

        var cell = new RollupCell(start);
        cells.Insert(index, cell);
        return cell;
    }
}
