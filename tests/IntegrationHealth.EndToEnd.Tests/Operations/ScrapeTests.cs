using IntegrationHealth.EndToEnd.Sample;

namespace IntegrationHealth.EndToEnd.Operations;

public sealed class ScrapeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sample_ScrapedByPrometheus_TellsItsIntegrationsAndRunsTheRules()
    {
        using var folder = new TemporaryFolder();
        await using var sample = await SampleProcess.StartAsync(folder.Path, [new("Sample__Storage", "memory")], Token);
        await SampleProcess.StatusAsync(sample.Bob, "sim-0004", "unhealthy", Token);
        await using var prometheus = await PrometheusServer.StartAsync(sample.Address, Token);

        (await prometheus!.QueryAsync("up == 1", "job", Token)).Should().ContainKey("integration-health");
        (await prometheus.QueryAsync("sum by (job) (integration_health_status_integrations)", "job", Token)).Should().ContainValue(12);
        (await prometheus.QueryAsync("sum by (job) (integration_health:integrations)", "job", Token)).Should().ContainValue(12);
        (await prometheus.QueryAsync("sum by (integration_health_provider) (integration_health_check_duration_seconds_count) > 0", "integration_health_provider", Token))
            .Should().ContainKeys("gmail", "google-calendar", "slack", "http");
        (await prometheus.RulesAsync(Token)).Should().HaveCountGreaterThan(10).And.AllSatisfy(rule => rule.Value.Should().Be("ok", rule.Key));
    }
}
