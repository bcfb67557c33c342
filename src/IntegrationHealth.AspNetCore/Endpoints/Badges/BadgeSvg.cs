using System.Globalization;
using System.Net;
using IntegrationHealth.Status;

namespace IntegrationHealth.Endpoints.Badges;

/// <summary>A small picture of a status: label on the left, status on the right. Plain SVG without scripts, fonts or links.</summary>
internal static class BadgeSvg
{
    private const int MaxLabel = 60;
    private const double CharacterWidth = 6.6;
    private const int Padding = 10;

    public static string Draw(string label, IntegrationStatus status, bool stale)
    {
        label = label.Length <= MaxLabel ? label : string.Concat(label.AsSpan(0, MaxLabel - 1), "…");
        var word = stale ? $"stale ({CamelCaseEnum.NameOf(status)})" : CamelCaseEnum.NameOf(status);
        var (left, right) = (Width(label), Width(word));
        var (safeLabel, title) = (Escape(label), Escape($"{label}: {word}"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{title}"><title>{title}</title><rect width="{left + right}" height="20" rx="3" fill="#555"/><rect x="{left}" width="{right}" height="20" rx="3" fill="{Colour(status, stale)}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="{left / 2.0}" y="14">{safeLabel}</text><text x="{left + (right / 2.0)}" y="14">{word}</text></g></svg>
            """);
    }

    // All of them dark enough for white letters (contrast 4.5 and more).
    private static string Colour(IntegrationStatus status, bool stale) => (stale, status) switch
    {
        (true, _) => "#6b7280",
        (_, IntegrationStatus.Healthy) => "#15803d",
        (_, IntegrationStatus.Degraded) => "#b45309",
        (_, IntegrationStatus.Unhealthy) => "#b91c1c",
        _ => "#6b7280",
    };

    private static int Width(string text) => (int)Math.Ceiling(text.Length * CharacterWidth) + (2 * Padding);

    // Control characters are not allowed in XML even when escaped.
    private static string Escape(string text) => WebUtility.HtmlEncode(string.Concat(text.Where(letter => !char.IsControl(letter))));
}
