namespace IntegrationHealth.Writing;

/// <summary>How the result writer is doing, for the host's own health report.</summary>
internal sealed class WriterState
{
    private long _failingSince;
    private int _waiting;

    /// <summary>Since when nothing could be stored; null while all is well. Checks go on from memory meanwhile, until too many results wait.</summary>
    public DateTimeOffset? FailingSince =>
        Interlocked.Read(ref _failingSince) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Results that waited for their commit when it was last tried.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Failed(DateTimeOffset now, int waiting)
    {
        Interlocked.CompareExchange(ref _failingSince, now.UtcTicks, 0);
        Volatile.Write(ref _waiting, waiting);
    }

    public void Succeeded()
    {
        Interlocked.Exchange(ref _failingSince, 0);
        Volatile.Write(ref _waiting, 0);
    }
}
