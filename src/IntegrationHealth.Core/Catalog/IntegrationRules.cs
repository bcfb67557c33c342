using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHealth.Catalog;

/// <summary>What every integration must keep to, whatever its provider. Hosts' rows may hold nulls in spite of the types. Pure.</summary>
internal static partial class IntegrationRules
{
    public static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumInterval = TimeSpan.FromHours(24);

    private const int MaximumOwner = 128;
    private const int MaximumName = 200;
    private const int MaximumTags = 32;
    private const int MaximumTag = 64;

    /// <summary>Words that stand where an id may stand in a route of this library, or would where routes are still to come.</summary>
    private static readonly string[] RouteWords = ["alerts", "audit", "export", "health", "hub", "metrics", "outages", "system"];

    /// <summary>True for what may be an id at all: storage need not be asked for anything else, and some of them refuse some characters.</summary>
    public static bool IsId(string? id) => id is not null && IdPattern().IsMatch(id);

    public static IEnumerable<IntegrationValidationError> Check(Integration integration)
    {
        if (!IsId(integration.Id))
            yield return new("id", $"id '{integration.Id}' is not allowed: 1–128 characters of A–Z a–z 0–9 . _ : - and no other.");
        else if (integration.Id is "." or "..")
            yield return new("id", $"id '{integration.Id}' is not allowed: a URL cannot name it. Use a letter or digit as well.");
        else if (RouteWords.Contains(integration.Id, StringComparer.OrdinalIgnoreCase))
            yield return new("id", $"id '{integration.Id}' is not allowed: it is a word of the routes, as are {string.Join(", ", RouteWords)}.");
        if (string.IsNullOrWhiteSpace(integration.Name) || integration.Name.Length > MaximumName || integration.Name.Any(char.IsControl))
            yield return new("name", $"name '{integration.Name}' is not allowed: 1–{MaximumName} characters, none a control character.");
        if (integration.OwnerId is not { Length: <= MaximumOwner } owner || owner.Any(char.IsControl))
            yield return new("ownerId", $"ownerId '{integration.OwnerId}' is not allowed: up to {MaximumOwner} characters, none a control character.");
        if (integration.Interval is { } interval && (interval < MinimumInterval || interval > MaximumInterval))
            yield return new("interval", $"interval {interval} is not allowed: 00:00:01 (1 s) to 1.00:00:00 (24 h).");
        if (integration.Tags is not { Count: <= MaximumTags } tags)
            yield return new("tags", $"tags has {integration.Tags?.Count.ToString(CultureInfo.InvariantCulture) ?? "null"} entries; at most {MaximumTags} are allowed.");
        foreach (var tag in integration.Tags ?? [])
        {
            if (string.IsNullOrWhiteSpace(tag) || tag.Length > MaximumTag || tag.Any(char.IsControl))
                yield return new("tags", $"tag '{tag}' is not allowed: 1–{MaximumTag} characters, none a control character.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,128}\z")]
    private static partial Regex IdPattern();
}
