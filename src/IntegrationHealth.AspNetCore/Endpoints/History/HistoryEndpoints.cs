using IntegrationHealth.Authorization;
using IntegrationHealth.Caching;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.OpenApi;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.History;

/// <summary>What one integration's checks found, singly or by hour and day.</summary>
internal static class HistoryEndpoints
{
    public static void Map(RouteGroupBuilder group, string name) =>
        group.MapGet("/{id}/health/history", GetAsync)
            .WithName($"Get{name}History").WithSummary("History of one integration: single checks, or hours or days with percentiles")
            .WithDescription("raw answers CheckHistory; hour and day answer BucketHistory.").WithMetadata(new BothHistories())
            .Produces<CheckHistory>().Produces(StatusCodes.Status304NotModified)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetAsync(
        string id, [AsParameters] HistoryParameters parameters, HttpContext http, IIntegrationCatalog catalog,
        IIntegrationHealthService health, IHistoryReader history, CachedBuckets buckets, TimeProvider time)
    {
        _ = parameters;
        var integration = await IntegrationLookup.FindAsync(http, catalog, health, id);
        var request = HistoryRequest.Read(http.Request, integration.Id, time.GetUtcNow());
        return request.Resolution == Resolution.Raw
            ? await ChecksAsync(integration.Id, request, history, http.RequestAborted)
            : await BucketsAsync(integration, request, buckets, http.RequestAborted);
    }

    // One more than asked for tells whether another page follows.
    private static async Task<IResult> ChecksAsync(string id, HistoryRequest request, IHistoryReader history, CancellationToken cancellationToken)
    {
        var found = await history.GetChecksAsync(id, request.From, request.To, request.Limit + 1, cancellationToken);
        var next = found.Count > request.Limit ? request.CursorAfter(found[request.Limit - 1].CheckedAt) : null;
        return new JsonAnswer<CheckHistory>(
            new([.. found.Take(request.Limit).Select(CheckHistoryItem.From)], next), EndpointJson.Default.CheckHistory);
    }

    private static async Task<IResult> BucketsAsync(Integration integration, HistoryRequest request, CachedBuckets buckets, CancellationToken cancellationToken)
    {
        var (found, stale) = await buckets.GetAsync(
            integration, request.BucketWidth, request.From, request.To, request.Limit + 1, cancellationToken);
        var next = found.Length > request.Limit ? request.CursorAfter(found[request.Limit - 1].Start) : null;
        return new JsonAnswer<BucketHistory>(
            new([.. found.Take(request.Limit).Select(BucketHistoryItem.From)], next, stale), EndpointJson.Default.BucketHistory);
    }
}
