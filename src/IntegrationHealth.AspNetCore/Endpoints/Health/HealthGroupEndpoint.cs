using System.Globalization;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>How a list stands in groups, so that it can be shown closed and opened a group at a time.</summary>
internal static class HealthGroupEndpoint
{
    public static void MapOwner(RouteGroupBuilder group) =>
        Describe(group.MapGet("/health/groups", ([AsParameters] HealthGroupParameters _, HttpContext http, IHealthGroupReader groups) => ListAsync(http, groups)))
            .WithName("ListIntegrationHealthGroups").WithSummary("Counts of your integrations by provider or tag, worst first");

    public static void MapAdministrator(RouteGroupBuilder group) =>
        Describe(group.MapGet("/health/groups", ([AsParameters] AdministratorHealthGroupParameters _, HttpContext http, IHealthGroupReader groups) => ListAsync(http, groups)))
            .WithName("ListAdminIntegrationHealthGroups").WithSummary("Counts of everybody's integrations by provider, owner or tag, worst first");

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<HealthGroupList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();

    private static async Task<IResult> ListAsync(HttpContext http, IHealthGroupReader groups)
    {
        var (query, by, list, position) = HealthQueryReader.ReadGroups(http);
        var all = (await groups.GroupAsync(query, by, http.RequestAborted))
            .Select(group => HealthGroupItem.From(group, query.Statuses))
            .Where(group => group.Total > 0)
            .Order(HealthGroupItem.WorstFirst)
            .ToList();
        var rest = position is null ? all : all.FindAll(group => HealthGroupItem.WorstFirst.Compare(group, HealthGroupItem.At(position)) > 0);
        var page = rest.GetRange(0, Math.Min(query.Limit, rest.Count));
        var next = page.Count < rest.Count ? page[^1].PositionIn(list) : null;
        return new JsonAnswer<HealthGroupList>(new HealthGroupList(page, next, all.Count), EndpointJson.Default.HealthGroupList);
    }
}

/// <summary>A page of groups, the worst first: by how many are unhealthy, then degraded, then by key. The total counts groups.</summary>
internal sealed record HealthGroupList(IReadOnlyList<HealthGroupItem> Items, string? NextCursor, int Total);

/// <summary>One group; its total counts what the list holds with all its filters, its summary what it would without the one on status. An empty key is of those without.</summary>
internal sealed record HealthGroupItem(string Key, long Total, HealthTally Summary)
{
    public const int PositionParts = 3;

    public static readonly IComparer<HealthGroupItem> WorstFirst = Comparer<HealthGroupItem>.Create((left, right) =>
    {
        var byUnhealthy = right.Summary.Unhealthy.CompareTo(left.Summary.Unhealthy);
        var byDegraded = right.Summary.Degraded.CompareTo(left.Summary.Degraded);
        return byUnhealthy != 0 ? byUnhealthy : byDegraded != 0 ? byDegraded : string.CompareOrdinal(left.Key, right.Key);
    });

    public static HealthGroupItem From(HealthGroup group, IReadOnlyCollection<IntegrationStatus> statuses) => new(
        group.Key, statuses.Count == 0 ? group.Summary.Total : statuses.Sum(status => CountOf(group.Summary, status)), HealthTally.From(group.Summary));

    /// <summary>Undoes <see cref="PositionIn"/>; a forged number is 0.</summary>
    public static HealthGroupItem At(string[] position) => new(position[2], 0, new HealthTally(0, Number(position[1]), Number(position[0]), 0, 0));

    public string PositionIn(string list) => Cursor.Write(
        list, Summary.Unhealthy.ToString(CultureInfo.InvariantCulture), Summary.Degraded.ToString(CultureInfo.InvariantCulture), Key);

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long CountOf(HealthSummary summary, IntegrationStatus status) => status switch
    {
        IntegrationStatus.Healthy => summary.Healthy,
        IntegrationStatus.Degraded => summary.Degraded,
        IntegrationStatus.Unhealthy => summary.Unhealthy,
        IntegrationStatus.Paused => summary.Paused,
        _ => summary.Unknown,
    };
}
