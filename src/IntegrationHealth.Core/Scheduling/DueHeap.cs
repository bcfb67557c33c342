namespace IntegrationHealth.Scheduling;

/// <summary>
/// A 4-ary min-heap whose items know their place, so that any of them moves in O(log n).
/// </summary>
internal sealed class DueHeap
{
    private const int Arity = 4;

    private DueItem[] _items = new DueItem[16];
    private int _count;

    public DueItem? Top => _count == 0 ? null : _items[0];

    public void Add(DueItem item)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        Up(item, _count++);
    }

    public void Remove(DueItem item)
    {
        var last = _items[--_count];
        _items[_count] = null!;
        if (!ReferenceEquals(last, item))
            Settle(last, item.Place);
    }

    public void Move(DueItem item, long key)
    {
        item.Key = key;
        Settle(item, item.Place);
    }

    /// <summary>Leased items whose key is not after <paramref name="key"/>; looks at those alone, since all below a later one are later.</summary>
    public int CountLeasedUntil(long key, int place = 0)
    {
        if (place >= _count || _items[place].Key > key)
            return 0;
        var count = _items[place].Leased ? 1 : 0;
        for (var child = (place * Arity) + 1; child <= (place + 1) * Arity; child++)
            count += CountLeasedUntil(key, child);
        return count;
    }

    private void Settle(DueItem item, int place)
    {
        if (place > 0 && _items[(place - 1) / Arity].Key > item.Key)
            Up(item, place);
        else
            Down(item, place);
    }

    private void Up(DueItem item, int place)
    {
        while (place > 0)
        {
            var parent = (place - 1) / Arity;
            if (_items[parent].Key <= item.Key)
                break;
            Put(_items[parent], place);
            place = parent;
        }

        Put(item, place);
    }

    private void Down(DueItem item, int place)
    {
        while (true)
        {
            var first = (place * Arity) + 1;
            if (first >= _count)
                break;
            var least = first;
            for (var child = first + 1; child < Math.Min(first + Arity, _count); child++)
            {
                if (_items[child].Key < _items[least].Key)
                    least = child;
            }

            if (_items[least].Key >= item.Key)
                break;
            Put(_items[least], place);
            place = least;
        }

        Put(item, place);
    }

    private void Put(DueItem item, int place)
    {
        _items[place] = item;
        item.Place = place;
    }
}
