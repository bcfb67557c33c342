using System.Globalization;
using System.Text;
using IntegrationHealth.Status;

namespace IntegrationHealth.Hosts;

/// <summary>What one host tells the others after a commit: enough to know what to read anew.</summary>
/// <param name="HostId">Who tells.</param>
/// <param name="Results">Integrations with a new state.</param>
/// <param name="Definitions">Ids whose definition was added, changed or removed.</param>
internal sealed record HostNews(string HostId, IReadOnlyList<ResultNews> Results, IReadOnlyList<string> Definitions)
{
    /// <summary>One line an item: ids hold no line break. Cut so that no message is longer than allowed.</summary>
    public IEnumerable<string> ToMessages(int maxBytes)
    {
        var text = new StringBuilder();
        foreach (var line in Results.Select(Line).Concat(Definitions.Select(id => $"d {id}")))
        {
            // Ids are ASCII, by the catalog's rules: a character is a byte.
            if (text.Length + line.Length + 1 > maxBytes)
            {
                yield return text.ToString();
                text.Clear();
            }

            if (text.Length == 0)
                text.Append(HostId);
            text.Append('\n').Append(line);
        }

        if (text.Length > 0)
            yield return text.ToString();
    }

    /// <summary>Reads a message; lines of a kind that a newer version sends are passed over.</summary>
    public static HostNews Parse(string message)
    {
        var lines = message.Split('\n');
        var results = new List<ResultNews>();
        var definitions = new List<string>();
        foreach (var line in lines.Skip(1))
        {
            var parts = line.Split(' ');
            if (parts is ["d", var changed])
                definitions.Add(changed);
            else if (parts is ["r" or "t", var version, var status, var id]
                && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                results.Add(new ResultNews(id, number, (IntegrationStatus)value, parts[0] == "t"));
        }

        return new HostNews(lines[0], results, definitions);
    }

    private static string Line(ResultNews result) => string.Create(CultureInfo.InvariantCulture,
        $"{(result.IsTransition ? 't' : 'r')} {result.Version} {(int)result.Status} {result.IntegrationId}");
}

/// <summary>A committed state.</summary>
/// <param name="IntegrationId">The integration.</param>
/// <param name="Version">Version of its snapshot.</param>
/// <param name="Status">Its status.</param>
/// <param name="IsTransition">True when the status changed.</param>
internal readonly record struct ResultNews(string IntegrationId, long Version, IntegrationStatus Status, bool IsTransition);
