using System.Runtime.InteropServices;

namespace IntegrationHealth.Scheduling;

/// <summary>
/// The due queue of one host: a 4-ary heap in which every item knows its place. A claim moves the item to the end of its lease, in
/// place; a completion moves it to its next due time. So an expired lease needs no sweep, and no entry ever goes stale. Times are kept on
/// the monotonic clock: setting the wall clock neither stops checks nor makes a burst.
/// </summary>
internal sealed class InProcessCheckQueue : ICheckQueue
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DueItem> _items = new(StringComparer.Ordinal);
    private readonly DueHeap _heap = new();
    private readonly WaitingItems _waiting = new();
    private readonly MonotonicClock _clock;

    /// <summary>What the present claim has gathered.</summary>
    private readonly List<CheckLease> _claims = [];
    private long _lastToken;

    /// <summary>Items under a lease, live or ended.</summary>
    private int _leased;

    public InProcessCheckQueue(TimeProvider time) => _clock = new MonotonicClock(time);

    public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var clock = _clock.Read();
            foreach (var check in checks)
                Schedule(check.IntegrationId, clock.ToTicks(check.DueAt));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var clock = _clock.Read();
            foreach (var check in checks)
            {
                if (!_items.ContainsKey(check.IntegrationId))
                    Schedule(check.IntegrationId, clock.ToTicks(check.DueAt));
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var id in integrationIds)
            {
                if (!_items.Remove(id, out var item))
                    continue;
                _heap.Remove(item);
                _waiting.Remove(item);
                if (item.Leased)
                    _leased--;
                // Whoever holds its lease finds that it is lost.
                item.Leased = false;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var clock = _clock.Read();
            _claims.Clear();
            while (_claims.Count < max && _heap.Top is { } item && item.Key <= clock.Ticks)
                _claims.Add(Claim(item, clock.Ticks + lease.Ticks, clock));
            return ValueTask.FromResult(new CheckClaim([.. _claims], _heap.Top is { } next ? clock.ToTime(next.Key) : null));
        }
    }

    public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken)
    {
        List<string>? lost = null;
        lock (_lock)
        {
            var clock = _clock.Read();
            foreach (var completion in completions)
            {
                if (!TryComplete(completion, clock))
                    (lost ??= []).Add(completion.Lease.IntegrationId);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<string>>(lost ?? (IReadOnlyList<string>)[]);
    }

    public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var clock = _clock.Read();
            DateTimeOffset? oldest = _heap.Top is { } item ? clock.ToTime(item.Key) : null;
            var since = Math.Min(_heap.Top?.Key ?? long.MaxValue, _waiting.Earliest(clock.Ticks, clock.Ticks - CheckQueueDepth.UnderWay.Ticks));
            return ValueTask.FromResult(new CheckQueueDepth(
                _items.Count, _leased - _heap.CountLeasedUntil(clock.Ticks), oldest, since <= clock.Ticks ? clock.ToTime(since) : null));
        }
    }

    private void Schedule(string id, long due)
    {
        ref var item = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, id, out var exists);
        if (!exists)
        {
            item = new DueItem(id) { Key = due, Due = due };
            _heap.Add(item);
        }
        else if (item!.Leased)
        {
            item.Asked = Math.Min(item.Asked, due);
        }
        else
        {
            item.Due = due;
            _waiting.Remove(item);
            _heap.Move(item, due);
        }
    }

    private CheckLease Claim(DueItem item, long until, ClockReading clock)
    {
        if (!item.Leased)
            _leased++;
        item.Leased = true;
        _waiting.Add(item);
        item.Token = ++_lastToken;
        _heap.Move(item, until);
        return new CheckLease(item.Id, item.Token, clock.ToTime(item.Due), clock.ToTime(until)) { Item = item };
    }

    private bool TryComplete(CheckCompletion completion, ClockReading clock)
    {
        var item = completion.Lease.Item ?? _items.GetValueOrDefault(completion.Lease.IntegrationId);
        if (item is not { Leased: true } || item.Token != completion.Lease.Token)
            return false;

        item.Leased = false;
        _leased--;
        var next = Math.Min(clock.Ticks + completion.Wait.Ticks, item.Asked);
        if (!completion.PutOff)
        {
            item.Due = next;
            _waiting.Remove(item);
        }

        item.Asked = long.MaxValue;
        _heap.Move(item, next);
        return true;
    }
}
