using System.ComponentModel;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Export;

/// <summary>The administrators' list as a file.</summary>
internal static class ExportEndpoint
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/health/export", Export)
            .WithName("ExportAdminIntegrationHealth").WithSummary("Everybody's integrations as CSV, with the filters of the list")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesValidationProblem();

    private static CsvAnswer Export([AsParameters] ExportParameters _, HttpContext http, IIntegrationHealthService health) =>
        new(health.StreamAsync(HealthQueryReader.ReadExport(http), http.RequestAborted));
}

/// <summary>Query parameters of the export, for the OpenAPI document; <see cref="HealthQueryReader"/> reads them.</summary>
internal sealed record ExportParameters
{
    [FromQuery(Name = "format"), Description("csv, which is the default.")]
    public string? Format { get; init; }

    [FromQuery(Name = "status"), Description("healthy, degraded, unhealthy, unknown, paused; several by commas or by repeating.")]
    public string[]? Status { get; init; }

    [FromQuery(Name = "provider"), Description("Provider names; several by commas or by repeating.")]
    public string[]? Provider { get; init; }

    [FromQuery(Name = "ownerId"), Description("Only this owner's.")]
    public string? OwnerId { get; init; }

    [FromQuery(Name = "tag"), Description("Only those with this tag.")]
    public string? Tag { get; init; }

    [FromQuery(Name = "failureKind"), Description("Only those with this diagnosis, such as authenticationRevoked.")]
    public string? FailureKind { get; init; }

    [FromQuery(Name = "q"), Description("Part of an id or name, ignoring case.")]
    public string? Q { get; init; }

    [FromQuery(Name = "sort"), Description("name (default), status, statusSince, lastCheckedAt, latency; with a leading - for the opposite order.")]
    public string? Sort { get; init; }
}
