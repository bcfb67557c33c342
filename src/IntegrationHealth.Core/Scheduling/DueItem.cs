namespace IntegrationHealth.Scheduling;

/// <summary>One integration in the due queue. Times are monotonic ticks of 100 ns.</summary>
internal sealed class DueItem(string id)
{
    public string Id => id;

    /// <summary>What the heap orders by: the due time, or the end of the lease.</summary>
    public long Key;

    /// <summary>When it was, or is, due.</summary>
    public long Due;

    /// <summary>An earlier due time asked for while leased.</summary>
    public long Asked = long.MaxValue;

    public long Token;
    public int Place;

    /// <summary>Where it stands among <see cref="WaitingItems"/>; -1 where it does not.</summary>
    public int WaitingPlace = -1;
    public bool Leased;
}
