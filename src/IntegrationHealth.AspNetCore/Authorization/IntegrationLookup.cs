using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Authorization;

/// <summary>Finds an integration that the caller may see. One that is hidden and one that does not exist are answered alike.</summary>
internal static class IntegrationLookup
{
    public static async Task<Integration> FindAsync(HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health, string id)
    {
        // Another host may have registered it a moment ago: then this host's catalog has not heard of it, but storage has.
        if (!catalog.TryGet(id, out var integration) && IntegrationRules.IsId(id))
            integration = (await health.GetAsync(id, http.RequestAborted))?.Integration;
        return integration is not null && EndpointScope.Of(http).Sees(http.User, integration)
            ? integration
            : throw new ProblemException(Problems.NotFound());
    }

    public static async Task<IntegrationHealthReport> GetReportAsync(HttpContext http, IIntegrationHealthService health, string id)
    {
        var report = IntegrationRules.IsId(id) ? await health.GetAsync(id, http.RequestAborted) : null;
        return report is not null && EndpointScope.Of(http).Sees(http.User, report.Integration)
            ? report
            : throw new ProblemException(Problems.NotFound());
    }
}
