using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace IntegrationHealth.EndToEnd.Operations;

public sealed class RuleTests
{
    private const string Rules = "ops/prometheus/rules.yml";

    [Fact]
    public async Task Rules_InTheRepository_PassPromtool()
    {
        await Promtool.RunAsync("check", "rules", OperationFiles.PathOf(Rules));
        await Promtool.RunAsync("test", "rules", OperationFiles.PathOf("ops/prometheus/rules.test.yml"));
    }

    [Fact]
    public void Alerts_EachHaveTheirPage_AndEachPageItsAlert()
    {
        var alerts = OperationFiles.Rules().Where(rule => rule.Children.ContainsKey("alert")).ToList();
        var names = alerts.Select(rule => Text(rule, "alert")).ToList();

        names.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(5);
        alerts.Select(rule => Text((YamlMappingNode)rule.Children["annotations"], "runbook_url")).Should().Equal(names.Select(name => $"docs/runbook/{name}.md"));
        Directory.GetFiles(OperationFiles.PathOf("docs/runbook")).Select(Path.GetFileNameWithoutExtension).Where(name => name != "README").Should().BeEquivalentTo(names);
    }

    [Fact]
    public void Alerts_EachAreTested()
    {
        var tests = File.ReadAllText(OperationFiles.PathOf("ops/prometheus/rules.test.yml"));

        foreach (var rule in OperationFiles.Rules().Where(rule => rule.Children.ContainsKey("alert")))
            tests.Should().Contain($"runbook_url: docs/runbook/{Text(rule, "alert")}.md", "each alert is seen to fire");
    }

    [Fact]
    public async Task Dashboard_AsksInPromQl()
    {
        var rules = string.Concat(OperationFiles.DashboardExpressions().Select((expression, index) => $"      - record: panel:{index}\n        expr: {JsonSerializer.Serialize(expression)}\n"));
        await Promtool.RunWithAsync($"groups:\n  - name: dashboard\n    rules:\n{rules}", "check", "rules");
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;
}
