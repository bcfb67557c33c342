using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Auditing;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Badges;

/// <summary>A status as a picture, and links to it that need no sign-in.</summary>
internal static class BadgeEndpoints
{
    private static readonly BadgeLinks Links = new();
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    public static void Map(RouteGroupBuilder group, string name)
    {
        group.MapGet("/{id}/health/badge.svg", DrawAsync)
            .WithMetadata(Links)
            .WithName($"Get{name}Badge").WithSummary("Status badge of one integration, as SVG")
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml").Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/health/badge-links", SignAsync)
            .Audited("integration.badgeLinked")
            .WithName($"Add{name}BadgeLink").WithSummary("Sign a public link to the badge of one integration")
            .Produces<BadgeLink>(StatusCodes.Status201Created).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status501NotImplemented);
    }

    private static async Task<IResult> DrawAsync(
        string id, [FromQuery(Name = BadgeLinks.Parameter), Description("Key of a signed link; then no sign-in is needed.")] string? key,
        HttpContext http, IIntegrationHealthService health)
    {
        _ = key;
        var opened = Links.Opens(http);
        var report = opened ? await health.GetAsync(id, http.RequestAborted) : await IntegrationLookup.GetReportAsync(http, health, id);
        return report is null ? Problems.NotFound() : new BadgeAnswer(BadgeSvg.Draw(report.Integration.Name, report.Snapshot.Status, report.Stale), opened);
    }

    private static async Task<IResult> SignAsync(
        string id, [FromQuery(Name = "expiresInMs"), Description("How long the link is good, 1 min – 10 years. Default 90 days.")] string? expiresInMs,
        HttpContext http, IIntegrationCatalog catalog, IIntegrationHealthService health, TimeProvider time)
    {
        _ = expiresInMs;
        var integration = await IntegrationLookup.FindAsync(http, catalog, health, id);
        var reader = new QueryReader(http.Request, "expiresInMs");
        var life = Life(reader);
        reader.ThrowIfInvalid();
        if (!BadgeLinks.CanSign(http))
            return Problems.CannotSign();

        var expiresAt = time.GetUtcNow() + life;
        var path = http.Request.Path.Value![..^"-links".Length];
        var url = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{path}.svg?{BadgeLinks.Parameter}={BadgeLinks.Sign(http, integration.Id, expiresAt)}";
        return new JsonAnswer<BadgeLink>(new BadgeLink(url, expiresAt), EndpointJson.Default.BadgeLink, StatusCodes.Status201Created, url);
    }

    private static TimeSpan Life(QueryReader reader)
    {
        if (reader.Text("expiresInMs") is not { } text)
            return DefaultLife;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds >= 60_000 && milliseconds <= LongestLife.TotalMilliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        reader.Fail("expiresInMs", $"'{text}' is not a whole number of milliseconds from 60000 to {LongestLife.TotalMilliseconds:0}.");
        return DefaultLife;
    }

    private sealed class BadgeAnswer(string svg, bool isPublic) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var body = Encoding.UTF8.GetBytes(svg);
            AnswerHeaders.Set(response);
            // An image proxy, such as the one before README pages, keeps a picture unless it is told how long.
            if (isPublic)
                response.Headers.CacheControl = "public, max-age=60";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            var etag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
            response.Headers.ETag = etag;
            if (ETags.Match(httpContext.Request.Headers.IfNoneMatch, etag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "image/svg+xml; charset=utf-8";
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}

/// <summary>A link to a badge that needs no sign-in.</summary>
internal sealed record BadgeLink(string Url, DateTimeOffset ExpiresAt);
