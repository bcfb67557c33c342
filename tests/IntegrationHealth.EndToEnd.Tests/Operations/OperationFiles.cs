using System.Text.Json;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Testing;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>What lies in <c>ops/</c>, and the names it may use.</summary>
internal static class OperationFiles
{
    public static string Root => RepositoryRoot.Path;

    /// <summary>The series that the Prometheus exporter makes of the library's instruments; a test compares them with a scrape.</summary>
    public static IReadOnlySet<string> Series { get; } = new[]
    {
        Histogram(IntegrationHealthDiagnostics.CheckDuration, "_seconds"), Histogram(IntegrationHealthDiagnostics.QueueLateness, "_seconds"),
        Histogram(IntegrationHealthDiagnostics.WriteDuration, "_seconds"), Histogram(IntegrationHealthDiagnostics.WriteBatchSize, ""),
        Histogram(IntegrationHealthDiagnostics.NotificationDuration, "_seconds"),
        Total(IntegrationHealthDiagnostics.QueueDeferred), Total(IntegrationHealthDiagnostics.QueueLost), Total(IntegrationHealthDiagnostics.WriteRefused),
        Total(IntegrationHealthDiagnostics.WriteFailures), Total(IntegrationHealthDiagnostics.StatusTransitions),
        Total(IntegrationHealthDiagnostics.NotificationAttempts), Total(IntegrationHealthDiagnostics.CacheReads),
        [Name(IntegrationHealthDiagnostics.ChecksActive)], [Name(IntegrationHealthDiagnostics.StatusIntegrations)],
        [Name(IntegrationHealthDiagnostics.Hosts)], [Name(IntegrationHealthDiagnostics.HostLeases)], [Name(IntegrationHealthDiagnostics.HostThroughput) + "_per_min"],
        [Name(IntegrationHealthDiagnostics.QuotaUsed)], [Name(IntegrationHealthDiagnostics.NotificationOldestAge) + "_seconds"],
        [Name(IntegrationHealthDiagnostics.NotificationsWaiting)], [Name(IntegrationHealthDiagnostics.NotificationsDead)],
        [Name(IntegrationHealthDiagnostics.AlertRuleFaults)], [Name(IntegrationHealthDiagnostics.CacheHitRatio)],
    }.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every expression of the dashboard, as Prometheus is asked.</summary>
    public static IReadOnlyList<string> DashboardExpressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(PathOf("ops/grafana/integration-health.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "5m", StringComparison.Ordinal))];
    }

    public static IEnumerable<string> RuleExpressions() => Rules().Select(rule => ((YamlScalarNode)rule.Children["expr"]).Value!);

    public static IEnumerable<YamlMappingNode> Rules() => ((YamlSequenceNode)Yaml("ops/prometheus/rules.yml").Children["groups"])
        .SelectMany(group => (YamlSequenceNode)((YamlMappingNode)group).Children["rules"]).Cast<YamlMappingNode>();

    public static string PathOf(string relative) => RepositoryRoot.Of(relative);

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
}
