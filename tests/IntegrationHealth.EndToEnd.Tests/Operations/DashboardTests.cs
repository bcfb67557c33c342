using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Diagnostics;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>What the dashboard shows where Prometheus scrapes two installations: both, not the larger. Hosts of one installation say the same and count once.</summary>
public sealed partial class DashboardTests
{
    /// <summary>Numbers that each host tells of its whole installation.</summary>
    private static readonly string[] OfAnInstallation =
    [
        IntegrationHealthDiagnostics.StatusIntegrations, IntegrationHealthDiagnostics.Hosts, IntegrationHealthDiagnostics.NotificationsWaiting,
        IntegrationHealthDiagnostics.NotificationsDead, IntegrationHealthDiagnostics.AlertRuleFaults,
    ];

    [Fact]
    public async Task Numbers_OfTwoInstallations_AreAdded_AndHostsOfOneAreNot()
    {
        var expressions = OperationFiles.DashboardExpressions()
            .Select(expression => expression.Replace("$job", ".*", StringComparison.Ordinal).Replace("$provider", ".*", StringComparison.Ordinal))
            .Select(expression => (Expression: expression, Series: Series(expression), Labels: Selected(expression)))
            .Where(one => one.Series is not null).ToList();

        expressions.Select(one => one.Series).Distinct().Should().BeEquivalentTo(OfAnInstallation.Select(name => name.Replace('.', '_')));
        await Promtool.RunWithAsync("tests:\n" + string.Concat(expressions.Select(one => Test(one.Expression, one.Series!, one.Labels))), "test", "rules");
    }

    [Fact]
    public void EveryGauge_IsOnAPanel()
    {
        var shown = string.Concat(OperationFiles.DashboardExpressions());

        OperationFiles.Series.Where(name => !name.EndsWith("_bucket", StringComparison.Ordinal) && !name.EndsWith("_sum", StringComparison.Ordinal)
            && !name.EndsWith("_count", StringComparison.Ordinal) && !name.EndsWith("_total", StringComparison.Ordinal)).Should().AllSatisfy(name => shown.Should().Contain(name));
    }

    /// <summary>Two hosts of one installation say 3, the one of another says 5; grouped or not, they are 8.</summary>
    private static string Test(string expression, string series, string labels) => $$"""
          - interval: 1m
            input_series:
              - series: '{{series}}{job="one",instance="a"{{labels}}}'
                values: '3x10'
              - series: '{{series}}{job="one",instance="b"{{labels}}}'
                values: '3x10'
              - series: '{{series}}{job="two",instance="c"{{labels}}}'
                values: '5x10'
            promql_expr_test:
              - expr: {{JsonSerializer.Serialize($"sum({expression})")}}
                eval_time: 5m
                exp_samples:
                  - labels: '{}'
                    value: 8

        """;

    private static string? Series(string expression) =>
        OfAnInstallation.Select(name => name.Replace('.', '_')).FirstOrDefault(name => expression.Contains(name + "{", StringComparison.Ordinal));

    private static string Selected(string expression) =>
        Status().Match(expression) is { Success: true } match ? $",integration_health_provider=\"gmail\",integration_health_status=\"{match.Groups[1].Value}\"" : "";

    [GeneratedRegex(@"integration_health_status=~?""(\w+)")]
    private static partial Regex Status();
}
