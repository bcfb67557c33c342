using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Bench.Running;

/// <summary>One figure.</summary>
internal sealed record BenchRow(string Name, double Value, string Unit);

/// <summary>What a benchmark found, and under which conditions.</summary>
internal sealed record BenchReport(string Name)
{
    public SortedDictionary<string, string> Conditions { get; } = new(StringComparer.Ordinal)
    {
        ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["load"] = Machine.Load,
        ["os"] = RuntimeInformation.OSDescription,
        ["processor"] = Machine.ProcessorName,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };

    public List<BenchRow> Rows { get; } = [];

    public SortedDictionary<string, double> Ratios { get; } = new(StringComparer.Ordinal);

    /// <summary>Query plans as the database ran them, by query; in the table alone.</summary>
    [JsonIgnore]
    public SortedDictionary<string, string> Plans { get; } = new(StringComparer.Ordinal);

    public void Add(string name, double value, string unit) => Rows.Add(new BenchRow(name, Math.Round(value, 3), unit));

    public void AddRatio(string name, double value) => Ratios[name] = Math.Round(value, 3);

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.BenchReport);

    public string ToTable()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Name}\n");
        foreach (var (key, value) in Conditions)
            text.Append(CultureInfo.InvariantCulture, $"  {key}: {value}\n");
        var width = Rows.Select(row => row.Name.Length).Concat(Ratios.Keys.Select(key => key.Length)).Max();
        text.Append('\n');
        foreach (var row in Rows)
            text.Append(CultureInfo.InvariantCulture, $"  {row.Name.PadRight(width)}  {row.Value,14:#,0.###}  {row.Unit}\n");
        foreach (var (key, value) in Ratios)
            text.Append(CultureInfo.InvariantCulture, $"  {key.PadRight(width)}  {value,14:0.000}  ratio\n");
        foreach (var (key, plan) in Plans)
            text.Append(CultureInfo.InvariantCulture, $"\n-- {key}\n{plan}\n");
        return text.ToString();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
