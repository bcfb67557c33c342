using System.Globalization;
using System.Text;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Status;

namespace IntegrationHealth.Hosts;

/// <summary>What one host tells the others after a commit: enough to know what to read anew.</summary>
/// <param name="HostId">Who tells.</param>
/// <param name="Results">Integrations with a new state.</param>
/// <param name="Definitions">Ids whose definition was added, changed or removed.</param>
internal sealed record HostNews(string HostId, IReadOnlyList<ResultNews> Results, IReadOnlyList<string> Definitions)
{
    /// <summary>Pauses that vendors asked for.</summary>
    public IReadOnlyList<Pause> Pauses { get; init; } = [];

    /// <summary>Ids of alerts that changed.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>One line an item: ids hold no line break, and what vendors and owners named is escaped. Cut so that no message is longer than allowed.</summary>
    public IEnumerable<string> ToMessages(int maxBytes)
    {
        var text = new StringBuilder();
        foreach (var line in Results.Select(Line).Concat(Definitions.Select(id => $"d {id}")).Concat(Pauses.Select(Line)).Concat(Alerts.Select(id => $"a {id}")))
        {
            if (line.Length > maxBytes - HostId.Length - 1)
                continue; // A name beyond all measure: its pause holds on this host alone.
            // Ids are ASCII, by the catalog's rules, and so is what is escaped: a character is a byte.
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
        var pauses = new List<Pause>();
        var alerts = new List<string>();
        foreach (var line in lines.Skip(1))
        {
            var parts = line.Split(' ');
            if (parts is ["d", var changed])
                definitions.Add(changed);
            else if (parts is ["a", var alert])
                alerts.Add(alert);
            else if (parts is ["r" or "t", var version, var status, var id]
                && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                results.Add(new ResultNews(id, number, (IntegrationStatus)value, parts[0] == "t"));
            else if (parts is ["p", var until, var provider, var far, var kind, var whose]
                && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= LatestEnd
                && int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var counted))
                pauses.Add(new Pause(
                    new PauseKey(Uri.UnescapeDataString(provider), Uri.UnescapeDataString(far), (PauseKind)counted, Uri.UnescapeDataString(whose)),
                    DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));
        }

        return new HostNews(lines[0], results, definitions) { Pauses = pauses, Alerts = alerts };
    }

    private static readonly long LatestEnd = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static string Line(Pause pause) => string.Create(CultureInfo.InvariantCulture,
        $"p {pause.Until.ToUnixTimeMilliseconds()} {Uri.EscapeDataString(pause.Key.Provider)} {Uri.EscapeDataString(pause.Key.Host)} {(int)pause.Key.Kind} {Uri.EscapeDataString(pause.Key.Value)}");

    private static string Line(ResultNews result) => string.Create(CultureInfo.InvariantCulture,
        $"{(result.IsTransition ? 't' : 'r')} {result.Version} {(int)result.Status} {result.IntegrationId}");
}

/// <summary>A committed state.</summary>
/// <param name="IntegrationId">The integration.</param>
/// <param name="Version">Version of its snapshot.</param>
/// <param name="Status">Its status.</param>
/// <param name="IsTransition">True when the status changed.</param>
internal readonly record struct ResultNews(string IntegrationId, long Version, IntegrationStatus Status, bool IsTransition);
