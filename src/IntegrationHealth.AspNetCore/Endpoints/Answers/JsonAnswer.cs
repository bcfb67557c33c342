using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntegrationHealth.Endpoints;

/// <summary>
/// A JSON body in the package's own format, whatever the host's JSON options say. On GET it carries an ETag made from the body itself,
/// so that it changes whenever anything in the body does: the status, its staleness, uptime that passes with time.
/// </summary>
internal sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string? location = null)
    : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonBody.Write(value, type);
        var response = httpContext.Response;
        response.StatusCode = status;
        AnswerHeaders.Set(response);
        if (location is not null)
            response.Headers.Location = location;
        if (HttpMethods.IsGet(httpContext.Request.Method) && NotModified(httpContext, ETagOf(body.WrittenSpan)))
            return;

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }

    private static bool NotModified(HttpContext http, string etag)
    {
        http.Response.Headers.ETag = etag;
        if (!ETags.Match(http.Request.Headers.IfNoneMatch, etag))
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    // Weak: a proxy that compresses may keep it. The hash is quick and no defence: whoever managed to make two bodies of one hash, of texts that they choose, would hide
    // a change of their own texts from a cache until the next change.
    private static string ETagOf(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(body, hash);
        return $"W/\"{Convert.ToHexStringLower(hash)}\"";
    }
}

/// <summary>JSON as bytes.</summary>
internal static class JsonBody
{
    public static ArrayBufferWriter<byte> Write<T>(T value, JsonTypeInfo<T> type)
    {
        var body = new ArrayBufferWriter<byte>(2048);
        using var writer = new Utf8JsonWriter(body, EndpointJson.WriterOptions);
        JsonSerializer.Serialize(writer, value, type);
        return body;
    }
}

internal static class ETags
{
    public static bool Match(StringValues ifNoneMatch, string etag) => ifNoneMatch.Count > 0 && ifNoneMatch
        .SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(candidate => candidate == "*" || candidate == etag || candidate == etag[2..]);
}

internal static class AnswerHeaders
{
    /// <summary>What every answer carries: it is the caller's alone, asked for again each time, and never taken for HTML.</summary>
    public static void Set(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache, private";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
