using System.Diagnostics;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Scheduling.Firing;

/// <summary>When jobs were to run and when they did. Keeps what happens while it is open; safe for concurrent use, without a lock in anybody's way.</summary>
internal sealed class FireLog(int most)
{
    private readonly long[] _ticks = new long[most];
    private int _count;
    private volatile bool _open;

    /// <summary>Jobs that ran while it was open.</summary>
    public int Count => Math.Min(Volatile.Read(ref _count), _ticks.Length);

    public void Open() => _open = true;

    public void Close() => _open = false;

    public void Add(TimeSpan late)
    {
        if (!_open)
            return;
        var place = Interlocked.Increment(ref _count) - 1;
        if (place < _ticks.Length)
            _ticks[place] = late.Ticks;
    }

    /// <summary>How late the latest of those that it holds was, null without any; it then forgets them. Only while it is closed.</summary>
    public TimeSpan? TakeWorst()
    {
        TimeSpan? worst = Count == 0 ? null : new TimeSpan(_ticks.Take(Count).Max());
        Volatile.Write(ref _count, 0);
        return worst;
    }

    /// <summary>Jobs that began no later than this after their time.</summary>
    public int CountWithin(TimeSpan late) => _ticks.Take(Count).Count(ticks => ticks <= late.Ticks);

    public Lateness Summarise()
    {
        var sorted = _ticks.Take(Count).Order().Select(ticks => new TimeSpan(ticks).TotalMilliseconds).ToList();
        return sorted.Count == 0 ? new Lateness(0, 0, 0) : new Lateness(Statistics.Percentile(sorted, 0.5), Statistics.Percentile(sorted, 0.99), sorted[^1]);
    }
}

/// <summary>Milliseconds.</summary>
internal sealed record Lateness(double P50, double P99, double Max);

/// <summary>Due times on the monotonic clock of this process: the first ones spread over the interval, as a host that runs long has them.</summary>
internal sealed class DueTimes(int count, TimeSpan interval)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public int Count => count;

    public TimeSpan Interval => interval;

    /// <summary>Time since it was made.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>When a job is due for the first time. Neighbours are not due one after another: 7,919 is a prime.</summary>
    public TimeSpan First(int job) => interval * (((long)job * 7_919 % count) / (double)count);
}
