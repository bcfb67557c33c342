using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>What is wrong with a template.</summary>
/// <param name="Text">In words, without the place.</param>
/// <param name="At">Line and column, both from 1; null where the place is not known.</param>
internal sealed partial record TemplateFault(string Text, (int Line, int Column)? At)
{
    /// <summary>The parser says the place at the end of its words and nowhere else: there it is taken from, once.</summary>
    public static TemplateFault OfParser(string error) => Place().Match(error) is { Success: true } place
        ? new(error[..place.Index], (Number(place, "line"), Number(place, "column")))
        : new(error, null);

    public override string ToString() =>
        At is var (line, column) ? string.Create(CultureInfo.InvariantCulture, $"{Text} at ({line}:{column})") : Text;

    private static int Number(Match place, string name) => int.Parse(place.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@" at \((?<line>[0-9]{1,9}):(?<column>[0-9]{1,9})\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
