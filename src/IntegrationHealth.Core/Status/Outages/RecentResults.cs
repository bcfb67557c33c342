namespace IntegrationHealth.Status.Outages;

/// <summary>Counts of recent results in slots of time, so that old ones fall out. Not thread safe.</summary>
internal sealed class RecentResults(TimeSpan window)
{
    private const int Slots = 12;

    private readonly long _slotTicks = window.Ticks / Slots;
    private readonly int[] _all = new int[Slots];
    private readonly int[] _matching = new int[Slots];
    private long _newest;

    public int All => _all.Sum();

    public int Matching => _matching.Sum();

    public void Add(DateTimeOffset at, bool matches)
    {
        Forget(at);
        var slot = (int)(_newest % Slots);
        _all[slot]++;
        if (matches)
            _matching[slot]++;
    }

    /// <summary>Lets go of what is older than the window. Time that runs backwards keeps counting in the newest slot.</summary>
    public void Forget(DateTimeOffset now)
    {
        var slot = now.UtcTicks / _slotTicks;
        if (slot <= _newest)
            return;

        for (var gone = Math.Max(_newest + 1, slot - Slots + 1); gone <= slot; gone++)
            _all[gone % Slots] = _matching[gone % Slots] = 0;
        _newest = slot;
    }

    public void Clear()
    {
        Array.Clear(_all);
        Array.Clear(_matching);
    }
}
