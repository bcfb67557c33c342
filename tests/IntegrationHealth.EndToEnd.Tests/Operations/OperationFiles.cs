using System.Text.RegularExpressions;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Testing;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>What lies in <c>ops/</c>, and the names it may use.</summary>
internal static partial class OperationFiles
{
    public static string Root => RepositoryRoot.Path;

    /// <summary>The series that the Prometheus exporter makes of the library's instruments.</summary>
    public static IReadOnlySet<string> Series { get; } = new[]
    {
        Histogram(IntegrationHealthDiagnostics.CheckDuration, "_seconds"), Histogram(IntegrationHealthDiagnostics.QueueLateness, "_seconds"),
        Histogram(IntegrationHealthDiagnostics.WriteDuration, "_seconds"), Histogram(IntegrationHealthDiagnostics.WriteBatchSize, ""),
        Total(IntegrationHealthDiagnostics.QueueDeferred), Total(IntegrationHealthDiagnostics.QueueLost), Total(IntegrationHealthDiagnostics.WriteRefused),
        Total(IntegrationHealthDiagnostics.WriteFailures), Total(IntegrationHealthDiagnostics.StatusTransitions),
        [Name(IntegrationHealthDiagnostics.ChecksActive)], [Name(IntegrationHealthDiagnostics.StatusIntegrations)],
    }.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Labels { get; } =
        new[] { IntegrationHealthDiagnostics.ProviderTag, IntegrationHealthDiagnostics.OutcomeTag, IntegrationHealthDiagnostics.StatusTag }.Select(Name).ToHashSet(StringComparer.Ordinal);

    public static string PathOf(string relative) => RepositoryRoot.Of(relative);

    /// <summary>Names in an expression that the library emits neither as a series nor as a label.</summary>
    public static IEnumerable<string> Unknown(string expression) =>
        Names().Matches(expression).Select(match => match.Value).Where(name => !Series.Contains(name) && !Labels.Contains(name));

    public static YamlMappingNode Yaml(string relative)
    {
        var stream = new YamlStream();
        using var text = new StringReader(File.ReadAllText(PathOf(relative)));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string Name(string instrument) => instrument.Replace('.', '_');

    private static string[] Histogram(string instrument, string unit) => [.. new[] { "_bucket", "_sum", "_count" }.Select(end => Name(instrument) + unit + end)];

    private static string[] Total(string instrument) => [Name(instrument) + "_total"];

    /// <summary>A recording rule of this repository has a colon after the prefix.</summary>
    [GeneratedRegex(@"\bintegration_health_\w+")]
    private static partial Regex Names();
}
