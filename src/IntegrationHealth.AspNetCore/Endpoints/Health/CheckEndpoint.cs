using IntegrationHealth.Auditing;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Guarding;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>A check now, on a person's request.</summary>
internal static class CheckEndpoint
{
    public static void Map(RouteGroupBuilder group, string name) =>
        group.MapPost("/{id}/health/check", CheckAsync)
            .Audited("integration.checked")
            .WithName($"Check{name}").WithSummary("Check one integration now, or join a check under way")
            .Produces<IntegrationHealth>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    private static async Task<IResult> CheckAsync(
        string id, HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health)
    {
        var integration = await IntegrationLookup.FindAsync(http, catalog, health, id);
        if (!integration.Enabled)
            return Problems.Paused();

        var metadata = http.GetEndpoint()!.Metadata;
        var limiter = metadata.GetRequiredMetadata<ManualCheckLimiter>();
        var ofOwner = metadata.GetRequiredMetadata<OwnerCheckLimiter>();
        // What is refused for the integration's sake does not spend what its owner may ask for of others.
        if (limiter.WaitFor(id) is var early && early > TimeSpan.Zero)
            return Problems.TooManyChecks(limiter.Interval, early);
        if (!limiter.IsUnderWay(id) && !ofOwner.TryTake(CallLimiter.KeyOf(http), out var wait))
            return Problems.TooManyChecksOfOwner(ofOwner.PerMinute, wait);
        if (!limiter.TryBegin(id, () => health.CheckNowAsync(id, CancellationToken.None), out var check, out var retryAfter))
            return Problems.TooManyChecks(limiter.Interval, retryAfter);
        try
        {
            return await check!.WaitAsync(http.RequestAborted) is { } report
                ? new JsonAnswer<IntegrationHealth>(HealthMapping.From(report), EndpointJson.Default.IntegrationHealth)
                : Problems.NotFound();
        }
        catch (InvalidOperationException) when (catalog.TryGet(id, out var current) && !current.Enabled)
        {
            return Problems.Paused(); // Paused between the look and the check.
        }
        catch (TimeoutException)
        {
            return Problems.CheckTookTooLong();
        }
    }
}
