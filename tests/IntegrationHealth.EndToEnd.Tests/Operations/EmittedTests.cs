using System.Text.RegularExpressions;
using IntegrationHealth.Checks;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Status;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>Each expression of the dashboard and of the rules beside what a host says: its series are there, with these labels, and the values can come.</summary>
public sealed partial class EmittedTests
{
    private const string AttemptToDeliver = "integration_health_notification_attempts_total";

    /// <summary>Prometheus gives these.</summary>
    private static readonly string[] Scraped = ["job", "instance"];

    /// <summary>A host that is well counts none of these. That counters get their end in this way is seen by the others.</summary>
    private static readonly string[] OnlyInTrouble =
        ["integration_health_queue_deferred_total", "integration_health_queue_lost_total", "integration_health_write_refused_total", "integration_health_write_failures_total"];

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["integration_health_status"] = Names<IntegrationStatus>(),
        ["integration_health_outcome"] = Names<CheckOutcome>(),
        ["error_type"] = [.. Names<FailureKind>(), ""],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expressions_AskForSeriesLabelsAndValuesThatAHostGives()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(folder.Path, Settings(folder.Path), Token);
        (await sample.Admin.GetAsync("/api/admin/integrations/metrics", Token)).EnsureSuccessStatusCode();
        var text = await WaitFor.ValueAsync(
            () => sample.Anonymous.GetStringAsync("/metrics", Token), found => found.Contains(AttemptToDeliver, StringComparison.Ordinal),
            TimeSpan.FromMinutes(1), "an attempt to deliver", Token);
        var scrape = new Scrape(text);
        var expressions = OperationFiles.DashboardExpressions().Concat(OperationFiles.RuleExpressions()).ToList();

        expressions.Should().HaveCountGreaterThan(35);
        expressions.SelectMany(expression => Faults(expression, scrape)).Distinct().Should().BeEmpty();
        scrape.Series.Where(name => name.StartsWith("integration_health_", StringComparison.Ordinal)).Should().BeSubsetOf(OperationFiles.Series, "that list is what a host gives");
        OperationFiles.Series.Where(name => !scrape.Has(name)).Should().BeEquivalentTo(OnlyInTrouble);
    }

    [Theory]
    [InlineData("integration_health_queue_depth", "integration_health_queue_depth is not given")]
    [InlineData("sum by (integration_health_owner) (up{integration_health_x=\"1\"} * integration_health_a)", "integration_health_a has no integration_health_owner")]
    [InlineData("integration_health_a{b=\"1\"}", "integration_health_a has no b")]
    [InlineData("integration_health_a{integration_health_status=~\"healthy|fine\"}", "integration_health_status is never fine")]
    public void Faults_OfAWrongExpression_AreFound(string expression, string fault) =>
        Faults(expression, new Scrape("integration_health_a{integration_health_status=\"healthy\"} 1 2\n")).Should().Contain(fault);

    private static IEnumerable<string> Faults(string expression, Scrape scrape)
    {
        var grouped = Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (Match selector in Selector().Matches(Grouping().Replace(expression, "")))
        {
            var series = selector.Groups[1].Value;
            // What has a colon is recorded by a rule, whose own expression is looked at.
            if (series.Contains(':', StringComparison.Ordinal) || OnlyInTrouble.Contains(series))
                continue;
            if (!scrape.Has(series))
                yield return $"{series} is not given";
            var matchers = Matcher().Matches(selector.Groups[2].Value);
            foreach (var label in matchers.Select(match => match.Groups[1].Value).Concat(grouped).Where(label => !Scraped.Contains(label) && !scrape.Has(series, label)))
                yield return $"{series} has no {label}";
            foreach (var match in matchers.Where(match => Values.ContainsKey(match.Groups[1].Value)))
            {
                foreach (var value in match.Groups[2].Value.Split('|').Where(value => !Values[match.Groups[1].Value].Contains(value)))
                    yield return $"{match.Groups[1].Value} is never {value}";
            }
        }
    }

    /// <summary>A channel whose far end is away, a rule that speaks at once, and a budget: all that may be on a host that is well.</summary>
    private static Dictionary<string, string> Settings(string folder) => new()
    {
        ["Sample__Storage"] = "sqlite",
        ["ConnectionStrings__IntegrationHealth"] = $"Data Source={folder}/health.db",
        ["IntegrationHealth__Providers__gmail__QuotaBudget"] = "1000",
        ["IntegrationHealth__NotificationChannels__0__Id"] = "away",
        ["IntegrationHealth__NotificationChannels__0__Name"] = "Away",
        ["IntegrationHealth__NotificationChannels__0__Type"] = "webhook",
        ["IntegrationHealth__NotificationChannels__0__Settings__Url"] = $"http://127.0.0.1:{FreePort.Next()}/",
        ["IntegrationHealth__AlertRules__0__Id"] = "at-once",
        ["IntegrationHealth__AlertRules__0__Name"] = "At once",
        ["IntegrationHealth__AlertRules__0__GroupWaitMs"] = "0",
        ["IntegrationHealth__AlertRules__0__Conditions__0__Type"] = "consecutiveFailures",
        ["IntegrationHealth__AlertRules__0__Conditions__0__Threshold"] = "1",
    };

    private static string[] Names<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    [GeneratedRegex(@"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b(integration_health[_:][\w:]+)(?:\{([^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)\s*""([^""]*)""")]
    private static partial Regex Matcher();
}
