using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHealth.Endpoints;

/// <summary>Query parameters of a list without filters, for the OpenAPI document; <see cref="QueryReader"/> reads them.</summary>
internal sealed record PageParameters
{
    [FromQuery(Name = "limit"), Description("Items of a page, 1–200. Default 50.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("nextCursor of the page before.")]
    public string? Cursor { get; init; }
}
