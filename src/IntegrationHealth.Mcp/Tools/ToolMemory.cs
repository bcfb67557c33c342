using System.Globalization;
using System.Text;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>
/// What is remembered of tools from check to check, within <see cref="Checks.CheckResult.Data"/>: names and hashes, and since when they differ.
/// Pure.
/// </summary>
/// <param name="Hashes">Hash by tool; empty before the first check.</param>
/// <param name="ChangedAt">Since when they differ from what the server offers; null while they do not.</param>
internal sealed record ToolMemory(IReadOnlyDictionary<string, string> Hashes, DateTimeOffset? ChangedAt)
{
    private const string HashesKey = "toolHashes";
    private const string ChangedAtKey = "toolsChangedAt";
    private const int LongestValue = 500;
    private const int MostValues = 12;

    public static ToolMemory Read(IReadOnlyDictionary<string, string>? data)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var part = 1; part <= MostValues && data is not null && data.TryGetValue(KeyOf(part), out var text); part++)
        {
            foreach (var entry in text.Split(','))
            {
                var equals = entry.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                    hashes[Uri.UnescapeDataString(entry[..equals])] = entry[(equals + 1)..];
            }
        }

        return new ToolMemory(
            hashes,
            data is not null && data.TryGetValue(ChangedAtKey, out var at)
                && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var changedAt) ? changedAt : null);
    }

    /// <summary>Adds it to the data of a result; tools for which there is no room are not compared.</summary>
    public void Write(Dictionary<string, string> data)
    {
        var part = 1;
        var line = new StringBuilder();
        foreach (var (name, hash) in Hashes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var entry = $"{Uri.EscapeDataString(name)}={hash}";
            if (entry.Length > LongestValue)
                continue;
            if (line.Length + entry.Length + 1 > LongestValue)
            {
                data[KeyOf(part)] = line.ToString();
                line.Clear();
                if (++part > MostValues)
                    break;
            }

            line.Append(line.Length == 0 ? "" : ",").Append(entry);
        }

        if (line.Length > 0)
            data[KeyOf(part)] = line.ToString();
        if (ChangedAt is { } changedAt)
            data[ChangedAtKey] = changedAt.ToString("O", CultureInfo.InvariantCulture);
    }

    private static string KeyOf(int part) => part == 1 ? HashesKey : HashesKey + part.ToString(CultureInfo.InvariantCulture);
}
