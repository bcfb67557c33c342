using System.Collections.Concurrent;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>
/// Lets people begin one check an interval for each integration. Whoever asks while such a check is under way joins it and spends
/// nothing. It counts in this host only: behind a load balancer an integration has one allowance a host.
/// </summary>
internal sealed class ManualCheckLimiter(TimeProvider time, TimeSpan interval)
{
    private const int SweepEvery = 1024;

    private readonly ConcurrentDictionary<string, Allowance> _allowances = new(StringComparer.Ordinal);
    private int _sinceSweep;

    public TimeSpan Interval => interval;

    internal int Count => _allowances.Count;

    public bool IsUnderWay(string integrationId) => _allowances.TryGetValue(integrationId, out var current) && current.UnderWay > 0;

    /// <summary>True when a check may begin or be joined; <see cref="End"/> must follow. Otherwise how long to wait.</summary>
    public bool TryBegin(string integrationId, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        var now = time.GetTimestamp();
        while (true)
        {
            if (!_allowances.TryGetValue(integrationId, out var current))
            {
                if (!_allowances.TryAdd(integrationId, new Allowance(now, 1)))
                    continue;
                SweepSometimes(now);
                return true;
            }

            var waited = time.GetElapsedTime(current.BegunAt, now);
            if (current.UnderWay == 0 && waited < interval)
            {
                retryAfter = interval - waited;
                return false;
            }

            var next = current.UnderWay == 0 ? new Allowance(now, 1) : current with { UnderWay = current.UnderWay + 1 };
            if (_allowances.TryUpdate(integrationId, next, current))
                return true;
        }
    }

    public void End(string integrationId)
    {
        while (_allowances.TryGetValue(integrationId, out var current))
        {
            if (_allowances.TryUpdate(integrationId, current with { UnderWay = current.UnderWay - 1 }, current))
                return;
        }
    }

    // Entries past their interval say nothing any more. A sweep now and then keeps memory in proportion to recent requests.
    private void SweepSometimes(long now)
    {
        if (Interlocked.Increment(ref _sinceSweep) % SweepEvery != 0)
            return;
        foreach (var entry in _allowances)
        {
            if (entry.Value.UnderWay == 0 && time.GetElapsedTime(entry.Value.BegunAt, now) >= interval)
                _allowances.TryRemove(entry);
        }
    }

    private readonly record struct Allowance(long BegunAt, int UnderWay);
}
