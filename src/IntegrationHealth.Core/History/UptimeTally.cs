namespace IntegrationHealth.History;

/// <summary>Adds up the four windows of an <see cref="Uptime"/>. A window counts the hours (or whole days) that began within it.</summary>
internal sealed class UptimeTally(DateTimeOffset now)
{
    private static readonly int[] WindowDays = [1, 7, 30, 90];

    private readonly long[] _up = new long[WindowDays.Length];
    private readonly long[] _down = new long[WindowDays.Length];
    private bool _any;

    public void Add(DateTimeOffset start, long upMs, long downMs)
    {
        if (start > now)
            return;

        for (var window = WindowDays.Length - 1; window >= 0 && start >= now.AddDays(-WindowDays[window]); window--)
        {
            _any = true;
            _up[window] += upMs;
            _down[window] += downMs;
        }
    }

    /// <summary>Null when nothing began in any window.</summary>
    public Uptime? ToUptime() => _any
        ? new Uptime(Uptime.Share(_up[0], _down[0]), Uptime.Share(_up[1], _down[1]), Uptime.Share(_up[2], _down[2]), Uptime.Share(_up[3], _down[3]))
        : null;
}
