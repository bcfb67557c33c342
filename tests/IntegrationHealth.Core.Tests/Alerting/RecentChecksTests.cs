using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.History;
using IntegrationHealth.InMemory;
using IntegrationHealth.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Windows of rules, filled from history.</summary>
public sealed class RecentChecksTests
{
    [Fact]
    public async Task Batch_OfIntegrationsThatThisHostDoesNotKnow_AsksHistoryOnce()
    {
        CountingHistory? history = null;
        await using var bench = await AlertingBench.StartAsync(
            [AlertingBench.Rule("rate", new ErrorRateCondition { ThresholdPercent = 50, MinimumChecks = 4 })],
            health => health.Services.Replace(ServiceDescriptor.Singleton<IHistoryReader>(
                services => history = new CountingHistory(new InMemoryHistoryReader(services.GetRequiredService<InMemoryState>())))));
        string[] ids = [.. Enumerable.Range(0, 50).Select(i => $"i{i}")];
        foreach (var id in ids)
            await bench.AddAsync(id);
        for (var check = 0; check < 3; check++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(20));
            await bench.WriteAsync([.. ids.Select(id => (id, Failed(bench)))]);
        }

        await bench.RestartAsync(TimeSpan.FromSeconds(20));
        history!.Questions.Should().Be(0);
        await bench.WriteAsync([.. ids.Select(id => (id, Failed(bench)))]);

        history.Questions.Should().Be(1);
        (await bench.AlertsAsync()).Should().HaveCount(50, "the three checks before the restart count");
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        await bench.WriteAsync([.. ids.Select(id => (id, Failed(bench)))]);
        history.Questions.Should().Be(1, "it knows them now");
    }

    private static Observation Failed(AlertingBench bench) => new(
        IntegrationHealth.Checks.CheckResult.Failed(IntegrationHealth.Checks.FailureKind.Misconfigured, "broken"), bench.Now, 10);

    private sealed class CountingHistory(IHistoryReader inner) : IHistoryReader
    {
        public int Questions { get; private set; }

        public Task<IReadOnlyList<HistoryEntry>> GetChecksAsync(
            string integrationId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
        {
            Questions++;
            return inner.GetChecksAsync(integrationId, from, to, limit, cancellationToken);
        }

        public Task<IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>>> GetChecksAsync(
            IReadOnlyCollection<string> integrationIds, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
        {
            Questions++;
            return inner.GetChecksAsync(integrationIds, from, to, limit, cancellationToken);
        }

        public Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
            string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
            inner.GetBucketsAsync(integrationId, resolution, from, to, limit, cancellationToken);

        public Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
            IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.GetUptimeAsync(integrationIds, now, cancellationToken);
    }
}
