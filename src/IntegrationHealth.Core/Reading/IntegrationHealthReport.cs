using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Status;

namespace IntegrationHealth.Reading;

/// <summary>What a person is shown of one integration: definition, state, uptime and the way out.</summary>
/// <param name="Integration">The definition.</param>
/// <param name="Snapshot">The current state.</param>
/// <param name="Stale">
/// True when the state is older than its freshness bound, three intervals without a check, or when storage is away and it is the last that is known.
/// </param>
/// <param name="Uptime">Uptime over three windows.</param>
/// <param name="ActionUrl">Where the owner can put it right with one click, if the host supplies it.</param>
public sealed record IntegrationHealthReport(
    Integration Integration, HealthSnapshot Snapshot, bool Stale, Uptime Uptime, string? ActionUrl);

/// <summary>A page of reports.</summary>
/// <param name="Items">The page.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Total">How many match the query on all pages.</param>
/// <param name="Summary">Counts by status over the query without its status filter.</param>
public sealed record IntegrationHealthReportPage(
    IReadOnlyList<IntegrationHealthReport> Items, HealthPosition? Next, long Total, HealthSummary Summary)
{
    /// <summary>True when storage is away and this is what was known last.</summary>
    public bool Stale { get; init; }
}
