using IntegrationHealth.Reading;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>
/// Lets people begin one check an interval for each integration. Whoever asks while such a check is under way gets the answer of that one and
/// spends nothing. It counts in this host only: behind a load balancer an integration has one allowance a host.
/// </summary>
internal sealed class ManualCheckLimiter(TimeProvider time, TimeSpan interval)
{
    private const int SweepEvery = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Allowance> _allowances = new(StringComparer.Ordinal);
    private int _sinceSweep;

    public TimeSpan Interval => interval;

    internal int Count
    {
        get
        {
            lock (_gate)
                return _allowances.Count;
        }
    }

    public bool IsUnderWay(string integrationId)
    {
        lock (_gate)
            return _allowances.TryGetValue(integrationId, out var current) && !current.Check.IsCompleted;
    }

    /// <summary>How long nobody may begin another check; zero when one may, or may join the one under way.</summary>
    public TimeSpan WaitFor(string integrationId)
    {
        lock (_gate)
        {
            return _allowances.TryGetValue(integrationId, out var current) && current.Check.IsCompleted && interval - time.GetElapsedTime(current.BegunAt) is var wait && wait > TimeSpan.Zero
                ? wait
                : TimeSpan.Zero;
        }
    }

    /// <summary>Joins the check under way, or begins one if the last began long enough ago.</summary>
    /// <param name="integrationId">The integration.</param>
    /// <param name="begin">Begins a check. It belongs to all who ask, so it must not end because one of them went away.</param>
    /// <param name="check">The check, when the answer is true.</param>
    /// <param name="retryAfter">How long to wait, when the answer is false.</param>
    public bool TryBegin(
        string integrationId, Func<Task<IntegrationHealthReport?>> begin, out Task<IntegrationHealthReport?>? check, out TimeSpan retryAfter)
    {
        (check, retryAfter) = (null, TimeSpan.Zero);
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_allowances.TryGetValue(integrationId, out var current))
            {
                var waited = time.GetElapsedTime(current.BegunAt, now);
                if (!current.Check.IsCompleted)
                    check = current.Check;
                else if (waited < interval)
                    retryAfter = interval - waited;
                if (check is not null || retryAfter > TimeSpan.Zero)
                    return check is not null;
            }

            check = Task.Run(begin);
            _allowances[integrationId] = new Allowance(now, check);
            SweepSometimes(now);
            return true;
        }
    }

    // Entries past their interval say nothing any more. A sweep now and then keeps memory in proportion to recent requests.
    private void SweepSometimes(long now)
    {
        if (++_sinceSweep % SweepEvery != 0)
            return;
        foreach (var (id, allowance) in _allowances)
        {
            if (allowance.Check.IsCompleted && time.GetElapsedTime(allowance.BegunAt, now) >= interval)
                _allowances.Remove(id);
        }
    }

    private readonly record struct Allowance(long BegunAt, Task<IntegrationHealthReport?> Check);
}
