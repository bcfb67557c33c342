namespace IntegrationHealth.Realtime;

/// <summary>When this host last learned of a commit, its own or another host's: what was read before may be behind.</summary>
internal sealed class LastCommit(TimeProvider time)
{
    private long _ticks = time.GetUtcNow().UtcTicks;

    /// <summary>The host's start before the first one.</summary>
    public DateTimeOffset At => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public void Note() => Volatile.Write(ref _ticks, time.GetUtcNow().UtcTicks);
}
