using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Reading;

/// <summary>Which integrations to list, and in which order.</summary>
public sealed record HealthQuery
{
    /// <summary>Only this owner's, or nobody's when empty; null for everyone's.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Only these statuses; all when empty.</summary>
    public IReadOnlyCollection<IntegrationStatus> Statuses { get; init; } = [];

    /// <summary>Only these providers; all when empty.</summary>
    public IReadOnlyCollection<string> Providers { get; init; } = [];

    /// <summary>Only those with this tag, or without any when empty; null for all.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those with this diagnosis.</summary>
    public FailureKind? FailureKind { get; init; }

    /// <summary>Only those whose id or name contains this, ignoring case.</summary>
    public string? Search { get; init; }

    /// <summary>The order; ties are broken by id.</summary>
    public HealthSort Sort { get; init; } = HealthSort.Name;

    /// <summary>True for the opposite order.</summary>
    public bool Descending { get; init; }

    /// <summary>False leaves total and summary at zero, for a read that goes through all pages.</summary>
    public bool WithCounts { get; init; } = true;

    /// <summary>Most items of a page, 1–200; storage takes up to 5,000.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The page after this item; null for the first.</summary>
    public HealthPosition? After { get; init; }
}

/// <summary>What a list is ordered by.</summary>
public enum HealthSort
{
    /// <summary>Name, by ordinal ignoring ASCII case.</summary>
    Name,

    /// <summary>Status, worst first.</summary>
    Status,

    /// <summary>Time of the last change of status.</summary>
    StatusSince,

    /// <summary>Time of the last check, never checked first.</summary>
    LastCheckedAt,

    /// <summary>Latency, not yet measured first.</summary>
    Latency,
}

/// <summary>A place in a list: the sort value of an item, then its id. Numbers and times are in invariant text.</summary>
public sealed record HealthPosition(string Value, string Id);

/// <summary>How many integrations have each status.</summary>
public sealed record HealthSummary(long Healthy, long Degraded, long Unhealthy, long Unknown, long Paused)
{
    /// <summary>All of them.</summary>
    public long Total => Healthy + Degraded + Unhealthy + Unknown + Paused;
}

/// <summary>A page of integrations.</summary>
/// <param name="Items">The page.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Total">How many match the query on all pages.</param>
/// <param name="Summary">Counts by status over the query without its status filter, for the tally above a list.</param>
public sealed record HealthPage(IReadOnlyList<Catalog.StoredIntegration> Items, HealthPosition? Next, long Total, HealthSummary Summary);
