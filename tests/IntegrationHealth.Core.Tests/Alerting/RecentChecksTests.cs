using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
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

    [Fact]
    public async Task WindowThatCouldNotBeRead_IsReadWithTheNextCheck()
    {
        CountingHistory? history = null;
        await using var bench = await AlertingBench.StartAsync([Rate],
            health => health.Services.Replace(ServiceDescriptor.Singleton<IHistoryReader>(
                services => history = new CountingHistory(new InMemoryHistoryReader(services.GetRequiredService<InMemoryState>())))));
        for (var check = 0; check < 2; check++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(20));
            await bench.FailAsync();
        }

        await bench.RestartAsync(TimeSpan.FromSeconds(20));
        history!.IsAway = true;
        await bench.FailAsync();
        history.IsAway = false;
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        await bench.FailAsync();

        (await bench.AlertAsync()).Message.Should().Contain("4 of 4");
    }

    [Fact]
    public async Task MarkWithoutACheck_LeavesTheWindowAsItIs()
    {
        await using var bench = await AlertingBench.StartAsync([Rate with { Pending = TimeSpan.FromMinutes(5) }]);
        for (var check = 0; check < 4; check++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(20));
            await bench.FailAsync();
        }

        await bench.WriteChangeAsync("one", (before, _) => before with { OutageId = "outage", Version = before.Version + 1 });

        (await bench.AlertAsync()).DataHealth.Should().Be(AlertDataHealth.Ok, "there are four checks still");
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        await bench.FailAsync();
        (await bench.AlertAsync()).DataHealth.Should().Be(AlertDataHealth.Ok);
    }

    [Fact]
    public async Task Integration_ThatIsGone_OrThatNoRuleLooksAtAnyMore_IsLetGo()
    {
        await using var bench = await AlertingBench.StartAsync([Rate with { Scope = new RuleScope { Tags = ["watched"] } }]);
        var recent = bench.Services.GetRequiredService<RecentChecks>();
        foreach (var id in (string[])["kept", "gone"])
        {
            await bench.AddAsync(id, tags: "watched");
            await bench.FailAsync(id);
        }

        var states = ((string[])["kept", "gone"]).Select(id => Find(bench, id).Snapshot).ToArray();
        states.Select(recent.Knows).Should().Equal(true, true);
        await bench.RemoveAsync("gone");
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        states.Select(recent.Knows).Should().Equal(true, false);

        await bench.SaveAsync(Rate with { Scope = new RuleScope { Tags = ["another"] } });
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        states.Select(recent.Knows).Should().Equal(false, false);
    }

    [Fact]
    public async Task FailuresOfAVendor_OfIntegrationsThatAreGone_AreForgotten()
    {
        await using var bench = await AlertingBench.StartAsync();
        var activity = bench.Services.GetRequiredService<ProviderActivity>();
        for (var index = 0; index < 20; index++)
        {
            await bench.AddAsync($"v{index}", provider: "vendor");
            await bench.FailAsync($"v{index}", IntegrationHealth.Checks.FailureKind.ProviderOutage);
            await bench.RemoveAsync($"v{index}");
        }

        activity.CountFailing("vendor").Should().Be(20);
        await bench.AddAsync("last", provider: "vendor");
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await bench.SucceedAsync("last");
        activity.CountFailing("vendor").Should().Be(0);
    }

    private static AlertRule Rate => AlertingBench.Rule("rate", new ErrorRateCondition { ThresholdPercent = 50, MinimumChecks = 4 });

    private static MonitoredIntegration Find(AlertingBench bench, string id) =>
        bench.Services.GetRequiredService<IntegrationRegistry>().TryGet(id, out var monitored) ? monitored : throw new InvalidOperationException($"{id} is registered.");

    private static Observation Failed(AlertingBench bench) => new(
        IntegrationHealth.Checks.CheckResult.Failed(IntegrationHealth.Checks.FailureKind.Misconfigured, "broken"), bench.Now, 10);

    private sealed class CountingHistory(IHistoryReader inner) : IHistoryReader
    {
        public int Questions { get; private set; }

        public bool IsAway { get; set; }

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
            if (IsAway)
                throw new IOException("History is away.");
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
