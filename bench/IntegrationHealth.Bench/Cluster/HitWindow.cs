namespace IntegrationHealth.Bench.Cluster;

/// <summary>What the far end saw in a while.</summary>
internal sealed class HitWindow(IReadOnlyList<Hit> hits, TimeSpan from, TimeSpan to)
{
    private readonly Hit[] _inside = [.. hits.Where(hit => hit.At > from && hit.At <= to)];

    public int Count => _inside.Length;

    public int Integrations => _inside.Select(hit => hit.Id).Distinct().Count();

    /// <summary>From the beginning to the first request; null when there was none.</summary>
    public TimeSpan? First => _inside.Length == 0 ? null : _inside[0].At - from;

    public int BusiestSecond => _inside.GroupBy(hit => (long)hit.At.TotalSeconds).Select(second => second.Count()).DefaultIfEmpty(0).Max();

    /// <summary>Seconds from one request for an integration to its next one, when that came in this while.</summary>
    public IReadOnlyList<double> Gaps { get; } =
    [
        .. hits.Where(hit => hit.At <= to).GroupBy(hit => hit.Id)
            .SelectMany(same => same.Zip(same.Skip(1), (before, after) => (after.At, Gap: after.At - before.At)))
            .Where(pair => pair.At > from).Select(pair => pair.Gap.TotalSeconds).Order(),
    ];
}
