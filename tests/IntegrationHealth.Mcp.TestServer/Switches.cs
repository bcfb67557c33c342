using System.Globalization;

namespace IntegrationHealth.Mcp.TestServer;

/// <summary>How this server behaves: <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class Switches
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Switches(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            var hasValue = index + 1 < args.Length && !args[index + 1].StartsWith("--", StringComparison.Ordinal);
            _values[args[index].TrimStart('-')] = hasValue ? args[++index] : "";
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int? Number(string name) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
