using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.InMemory;

/// <summary>The latest checks of one integration, oldest first; grows as needed up to its capacity, then lets go of the oldest.</summary>
internal sealed class HistoryRing
{
    /// <summary>Checks kept of one integration: three and a half days at the default interval.</summary>
    public const int Capacity = 1_000;

    private Slot[] _slots = new Slot[4];
    private int _start;

    public int Count { get; private set; }

    /// <summary>Adds a check in the order of time.</summary>
    /// <returns>False when a check of that millisecond is already there.</returns>
    public bool TryAdd(HistoryEntry entry)
    {
        var slot = new Slot(entry);
        var index = LowerBound(slot.At);
        if (index < Count && this[index].At == slot.At)
            return false;

        if (Count == Capacity)
        {
            if (index == 0)
                return true;

            RemoveFirst(1);
            index--;
        }

        if (Count == _slots.Length)
            Grow();
        Count++;
        for (var i = Count - 1; i > index; i--)
            this[i] = this[i - 1];
        this[index] = slot;
        return true;
    }

    /// <summary>Newest first, in <c>[from, to)</c>.</summary>
    public List<HistoryEntry> List(DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var list = new List<HistoryEntry>();
        var fromMs = from.ToUnixTimeMilliseconds();
        for (var i = LowerBound(to.ToUnixTimeMilliseconds()) - 1; i >= 0 && list.Count < limit && this[i].At >= fromMs; i--)
            list.Add(this[i].ToEntry());
        return list;
    }

    /// <summary>Removes checks before a time.</summary>
    public int RemoveBefore(DateTimeOffset before)
    {
        var count = LowerBound(before.ToUnixTimeMilliseconds());
        RemoveFirst(count);
        return count;
    }

    private ref Slot this[int index] => ref _slots[(_start + index) % _slots.Length];

    private int LowerBound(long at)
    {
        // The newest is nearly always the answer.
        if (Count == 0 || this[Count - 1].At < at)
            return Count;

        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].At < at)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void RemoveFirst(int count)
    {
        for (var i = 0; i < count; i++)
            this[i] = default;
        _start = (_start + count) % _slots.Length;
        Count -= count;
    }

    private void Grow()
    {
        var larger = new Slot[Math.Min(Capacity, _slots.Length * 2)];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        (_slots, _start) = (larger, 0);
    }

    /// <summary>A <see cref="HistoryEntry"/> in 24 bytes.</summary>
    private readonly struct Slot(HistoryEntry entry)
    {
        public readonly long At = entry.CheckedAt.ToUnixTimeMilliseconds();
        private readonly string? _message = entry.Message;
        private readonly int _latencyMs = entry.LatencyMs;
        private readonly byte _status = (byte)entry.Status;
        private readonly byte _outcome = (byte)entry.Outcome;
        private readonly sbyte _kind = (sbyte)(entry.FailureKind is { } kind ? (int)kind : -1);

        public HistoryEntry ToEntry() => new(
            DateTimeOffset.FromUnixTimeMilliseconds(At), (IntegrationStatus)_status, (CheckOutcome)_outcome, _latencyMs,
            _kind < 0 ? null : (FailureKind)_kind, _message);
    }
}
