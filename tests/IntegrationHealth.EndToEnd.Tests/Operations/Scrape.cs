using System.Text.RegularExpressions;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>What one answer of <c>/metrics</c> holds: the series, each with the labels that it was seen with.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);

    public Scrape(string text)
    {
        foreach (Match sample in Sample().Matches(text))
        {
            if (!_labels.TryGetValue(sample.Groups[1].Value, out var labels))
                _labels[sample.Groups[1].Value] = labels = new HashSet<string>(StringComparer.Ordinal);
            labels.UnionWith(Label().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value));
        }
    }

    public IEnumerable<string> Series => _labels.Keys;

    public bool Has(string series) => _labels.ContainsKey(series);

    public bool Has(string series, string label) => _labels.TryGetValue(series, out var labels) && labels.Contains(label);

    [GeneratedRegex(@"^([A-Za-z_:]\w*)(?:\{((?:[^""}]|""(?:[^""\\]|\\.)*"")*)\})? ", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""(?:[^""\\]|\\.)*""")]
    private static partial Regex Label();
}
