using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints.Health;

/// <summary>Filters that owners and administrators share, for the OpenAPI document; <see cref="HealthQueryReader"/> reads them.</summary>
internal record HealthFilterParameters
{
    [FromQuery(Name = "status"), Description("healthy, degraded, unhealthy, unknown, paused; several by commas or by repeating.")]
    public string[]? Status { get; init; }

    [FromQuery(Name = "provider"), Description("Provider names; several by commas or by repeating.")]
    public string[]? Provider { get; init; }

    [FromQuery(Name = "tag"), Description("Only those with this tag.")]
    public string? Tag { get; init; }

    [FromQuery(Name = "q"), Description("Part of an id or name, ignoring case.")]
    public string? Q { get; init; }

    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>Query parameters of the owner's list.</summary>
internal sealed record HealthListParameters : HealthFilterParameters
{
    [FromQuery(Name = "without"), Description("tag: only those without any tag.")]
    public string[]? Without { get; init; }

    [FromQuery(Name = "sort"), Description("name (default), status, statusSince, lastCheckedAt, latency; with a leading - for the opposite order.")]
    public string? Sort { get; init; }
}

/// <summary>Query parameters of the administrator's list.</summary>
internal sealed record AdministratorHealthListParameters : HealthFilterParameters
{
    [FromQuery(Name = "ownerId"), Description("Only this owner's.")]
    public string? OwnerId { get; init; }

    [FromQuery(Name = "failureKind"), Description("Only those with this diagnosis, such as authenticationRevoked.")]
    public string? FailureKind { get; init; }

    [FromQuery(Name = "without"), Description("tag, ownerId: only those without any tag, or without an owner.")]
    public string[]? Without { get; init; }

    [FromQuery(Name = "sort"), Description("name (default), status, statusSince, lastCheckedAt, latency; with a leading - for the opposite order.")]
    public string? Sort { get; init; }
}

/// <summary>Query parameters of the owner's groups.</summary>
internal sealed record HealthGroupParameters : HealthFilterParameters
{
    [FromQuery(Name = "by"), Description("provider (default) or tag.")]
    public string? By { get; init; }
}

/// <summary>Query parameters of the administrator's groups.</summary>
internal sealed record AdministratorHealthGroupParameters : HealthFilterParameters
{
    [FromQuery(Name = "by"), Description("provider (default), ownerId or tag.")]
    public string? By { get; init; }

    [FromQuery(Name = "ownerId"), Description("Only this owner's.")]
    public string? OwnerId { get; init; }

    [FromQuery(Name = "failureKind"), Description("Only those with this diagnosis, such as authenticationRevoked.")]
    public string? FailureKind { get; init; }
}
