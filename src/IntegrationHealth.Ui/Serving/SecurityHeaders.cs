using IntegrationHealth.Ui.DependencyInjection;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Ui.Serving;

/// <summary>What a page may load and who may frame it. No inline script or style, nothing from elsewhere.</summary>
internal sealed class SecurityHeaders(IntegrationHealthUiOptions options)
{
    private readonly string _policy = Policy(options);

    public void ApplyTo(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
    }

    private static string Policy(IntegrationHealthUiOptions options)
    {
        var theme = Origin(options.ThemeUrl);
        return string.Join("; ",
            "default-src 'none'", "script-src 'self'", "worker-src 'self'", $"style-src 'self'{theme}", "img-src 'self' data:", $"font-src 'self'{theme}",
            $"connect-src 'self'{Origin(options.AccessTokenUrl)}", "base-uri 'self'", $"form-action 'self'{Origin(options.SignOutUrl)}",
            "frame-ancestors 'self'" + string.Concat(options.FrameAncestors.Select(origin => " " + origin.TrimEnd('/'))));
    }

    /// <summary>Only what the host itself placed on another origin widens the policy.</summary>
    private static string Origin(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? " " + uri.GetLeftPart(UriPartial.Authority) : "";
}
