using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHealth.Ui.Configuration;
using IntegrationHealth.Ui.DependencyInjection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IntegrationHealth.Ui.Serving;

/// <summary>Answers every address under the interface's path: a file where there is one, the page everywhere else.</summary>
internal sealed class UiPages(IntegrationHealthUiOptions options, UiAssets assets, UiConfigurationReader configurations)
{
    private const string ConfigurationFile = "config.json";
    private const string WorkerFile = "worker.js";

    // The places that index.html leaves for the server.
    private const string BaseMark = "%BASE%";
    private const string TitleMark = "%TITLE%";
    private const string ConfigurationMark = "%CONFIGURATION%";
    private const string ThemeMark = "<!--THEME-->";

    private readonly SecurityHeaders _security = new(options);

    public Task ServeAsync(HttpContext http)
    {
        var rest = http.Request.RouteValues["path"] as string ?? "";
        _security.ApplyTo(http.Response.Headers);
        if (rest == ConfigurationFile)
            return ConfigurationAsync(http, rest);
        // The page is also reached without the slash at its end, which a worker beside it may not answer for unless it is told.
        if (rest == WorkerFile)
            http.Response.Headers["Service-Worker-Allowed"] = "../";
        if (rest != "index.html" && assets.Find(rest) is { } asset)
            return FileAsync(http, asset);
        if (rest.StartsWith("assets/", StringComparison.Ordinal))
            return MissingAsync(http);
        return PageAsync(http, rest);
    }

    private async Task ConfigurationAsync(HttpContext http, string rest)
    {
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(
            await configurations.ReadAsync(http, UiPath(http, rest)), UiConfigurationJson.Default.UiConfiguration, cancellationToken: http.RequestAborted);
    }

    private static async Task FileAsync(HttpContext http, UiAsset asset)
    {
        var headers = http.Response.Headers;
        var form = AcceptedEncodings.Choose(asset, http.Request);
        var etag = form.Encoding.Length == 0 ? asset.ETag : $"{asset.ETag[..^1]}-{form.Encoding}\"";
        headers.CacheControl = asset.Immutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = etag;
        if (asset.Forms.Count > 1)
            headers.Vary = HeaderNames.AcceptEncoding;
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == etag || known.Tag == "*"))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (form.Encoding.Length > 0)
            headers.ContentEncoding = form.Encoding;
        http.Response.ContentType = asset.ContentType;
        await WriteAsync(http, form.Content);
    }

    private static Task MissingAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private async Task PageAsync(HttpContext http, string rest)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        if (assets.Index is not { } index)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await WriteAsync(http, Encoding.UTF8.GetBytes(NotBuiltPage.Html));
            return;
        }

        var configuration = await configurations.ReadAsync(http, UiPath(http, rest));
        var page = Encoding.UTF8.GetString(index.Plain.Span)
            .Replace(BaseMark, RelativePaths.ToUiRoot(http.Request.Path.Value ?? "", rest), StringComparison.Ordinal)
            .Replace(TitleMark, HtmlEncoder.Default.Encode(options.Title), StringComparison.Ordinal)
            .Replace(ThemeMark, Theme(configuration), StringComparison.Ordinal)
            .Replace(ConfigurationMark, HtmlEncoder.Default.Encode(
                JsonSerializer.Serialize(configuration, UiConfigurationJson.Default.UiConfiguration)), StringComparison.Ordinal);
        await WriteAsync(http, Encoding.UTF8.GetBytes(page));
    }

    private static string Theme(UiConfiguration configuration) => configuration.ThemeUrl is { } url
        ? string.Create(CultureInfo.InvariantCulture, $"<link rel=\"stylesheet\" href=\"{HtmlEncoder.Default.Encode(url)}\">")
        : "";

    /// <summary>The interface's own path, without the path base and without what comes after it.</summary>
    private static string UiPath(HttpContext http, string rest)
    {
        var path = (http.Request.Path.Value ?? "").TrimEnd('/');
        return path[..^rest.TrimEnd('/').Length];
    }

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> content)
    {
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }
}
