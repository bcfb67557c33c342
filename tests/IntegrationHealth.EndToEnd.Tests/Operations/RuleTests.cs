using System.Diagnostics;
using System.Text.Json;
using IntegrationHealth.Testing;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Operations;

public sealed class RuleTests
{
    private const string Rules = "ops/prometheus/rules.yml";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_InTheRepository_PassPromtool()
    {
        await PromtoolAsync("check", "rules", OperationFiles.PathOf(Rules));
        await PromtoolAsync("test", "rules", OperationFiles.PathOf("ops/prometheus/rules.test.yml"));
    }

    [Fact]
    public void Rules_UseOnlyWhatIsEmitted() =>
        Entries().SelectMany(rule => OperationFiles.Unknown(Text(rule, "expr"))).Should().BeEmpty();

    [Fact]
    public void Alerts_EachHaveTheirPage_AndEachPageItsAlert()
    {
        var alerts = Entries().Where(rule => rule.Children.ContainsKey("alert")).ToList();
        var names = alerts.Select(rule => Text(rule, "alert")).ToList();

        names.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(5);
        alerts.Select(rule => Text((YamlMappingNode)rule.Children["annotations"], "runbook_url")).Should().Equal(names.Select(name => $"docs/runbook/{name}.md"));
        Directory.GetFiles(OperationFiles.PathOf("docs/runbook")).Select(Path.GetFileNameWithoutExtension).Where(name => name != "README").Should().BeEquivalentTo(names);
    }

    [Fact]
    public void Alerts_EachAreTested()
    {
        var tests = File.ReadAllText(OperationFiles.PathOf("ops/prometheus/rules.test.yml"));

        foreach (var rule in Entries().Where(rule => rule.Children.ContainsKey("alert")))
            tests.Should().Contain($"runbook_url: docs/runbook/{Text(rule, "alert")}.md", "each alert is seen to fire");
    }

    [Fact]
    public async Task Dashboard_AsksForWhatIsEmitted_InPromQl()
    {
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(OperationFiles.PathOf("ops/grafana/integration-health.json"), Token));
        var expressions = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).ToList();

        expressions.Should().HaveCountGreaterThan(15);
        expressions.SelectMany(OperationFiles.Unknown).Should().BeEmpty();
        var rules = string.Concat(expressions.Select((expression, index) =>
            $"      - record: panel:{index}\n        expr: {JsonSerializer.Serialize(expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal))}\n"));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"groups:\n  - name: dashboard\n    rules:\n{rules}", Token);
            await PromtoolAsync("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<YamlMappingNode> Entries() => ((YamlSequenceNode)OperationFiles.Yaml(Rules).Children["groups"])
        .SelectMany(group => (YamlSequenceNode)((YamlMappingNode)group).Children["rules"]).Cast<YamlMappingNode>();

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;

    private static async Task PromtoolAsync(params string[] arguments)
    {
        if (Programs.Find("promtool") is not { } promtool)
        {
            TestRequirement.Missing("Prometheus is not installed: PATH holds no promtool.");
            return;
        }

        await ServerProcess.RunAsync(new ProcessStartInfo(promtool, arguments), Token);
    }
}
