using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>Query parameters of the owner's list, for the OpenAPI document; <see cref="HealthQueryReader"/> reads them.</summary>
internal record HealthListParameters
{
    [FromQuery(Name = "status"), Description("healthy, degraded, unhealthy, unknown, paused; several by commas or by repeating.")]
    public string[]? Status { get; init; }

    [FromQuery(Name = "provider"), Description("Provider names; several by commas or by repeating.")]
    public string[]? Provider { get; init; }

    [FromQuery(Name = "q"), Description("Part of an id or name, ignoring case.")]
    public string? Q { get; init; }

    [FromQuery(Name = "sort"), Description("name (default), status, statusSince, lastCheckedAt, latency; with a leading - for the opposite order.")]
    public string? Sort { get; init; }

    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>Query parameters of the administrator's list.</summary>
internal sealed record AdministratorHealthListParameters : HealthListParameters
{
    [FromQuery(Name = "ownerId"), Description("Only this owner's.")]
    public string? OwnerId { get; init; }

    [FromQuery(Name = "tag"), Description("Only those with this tag.")]
    public string? Tag { get; init; }

    [FromQuery(Name = "failureKind"), Description("Only those with this diagnosis, such as authenticationRevoked.")]
    public string? FailureKind { get; init; }
}
