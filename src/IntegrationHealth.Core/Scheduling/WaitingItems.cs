namespace IntegrationHealth.Scheduling;

/// <summary>
/// Items whose check began or was put off, and was not made: they may be overdue though the heap has them at a later time. In no order; each knows its place,
/// so that one comes and goes in O(1).
/// </summary>
internal sealed class WaitingItems
{
    /// <summary>Most items to look at: where more were put off, some of them tell of the wait, too.</summary>
    private const int MostLookedAt = 10_000;

    private readonly List<DueItem> _items = [];

    public void Add(DueItem item)
    {
        if (item.WaitingPlace >= 0)
            return;
        item.WaitingPlace = _items.Count;
        _items.Add(item);
    }

    public void Remove(DueItem item)
    {
        if (item.WaitingPlace < 0)
            return;
        var last = _items[^1];
        (_items[item.WaitingPlace], last.WaitingPlace) = (last, item.WaitingPlace);
        _items.RemoveAt(_items.Count - 1);
        item.WaitingPlace = -1;
    }

    /// <summary>The earliest due time of those that are overdue at <paramref name="now"/>; later than it when none is.</summary>
    /// <param name="now">The present.</param>
    /// <param name="underWaySince">What is under a live lease and fell due later is under way.</param>
    public long Earliest(long now, long underWaySince)
    {
        var earliest = long.MaxValue;
        for (var place = 0; place < Math.Min(_items.Count, MostLookedAt); place++)
        {
            var item = _items[place];
            if (item.Due < earliest && !(item.Leased && item.Key > now && item.Due > underWaySince))
                earliest = item.Due;
        }

        return earliest;
    }
}
