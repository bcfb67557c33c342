namespace IntegrationHealth.Alerting;

/// <summary>Whether something that goes on failing is worth a line in the log: its first failure is, and then one an hour while it lasts.</summary>
internal sealed class RecurringFaults(TimeProvider time)
{
    private const int Most = 1_000;

    /// <summary>What did not fail for so long was over.</summary>
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset LoggedAt, DateTimeOffset SeenAt)> _faults = new(StringComparer.Ordinal);

    /// <summary>It failed once more.</summary>
    /// <param name="what">Names what fails, such as a channel.</param>
    public bool IsNews(string what)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var isKnown = _faults.TryGetValue(what, out var fault);
            var isNews = !isKnown || now - fault.SeenAt >= Over || now - fault.LoggedAt >= Again;
            if (!isKnown && _faults.Count == Most)
                _faults.Clear();
            _faults[what] = (isNews ? now : fault.LoggedAt, now);
            return isNews;
        }
    }
}
