using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>One host leads and another makes the checks: time is judged by what storage holds, whatever the leader knows, and whether news reaches it or not.</summary>
public sealed class TwoHostsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pending_OpenedByAnotherHost_FiresWhenItsTimeIsUp(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 5 * Minute }]);
        await using var other = await leader.JoinAsync();
        await other.FailAsync();
        await PassAsync(leader, other, 4, failing: true, hears);
        (await leader.AlertAsync()).State.Should().Be(AlertState.Pending);
        await PassAsync(leader, other, 2, failing: true, hears);

        var alert = await leader.AlertAsync();
        (alert.State, alert.StartedAt).Should().Be((AlertState.Firing, AlertingBench.Start), "it is the one that began with the first failure");
        (await leader.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pending_ThatClearsOnAnotherHost_LeavesNothing(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = 5 * Minute }]);
        await using var other = await leader.JoinAsync();
        await leader.FailAsync();
        await PassAsync(leader, other, 10, failing: false, hears);

        (await leader.AlertsAsync()).Should().BeEmpty();
        (await leader.TakeAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recovering_OnAnotherHost_IsResolvedWhenItsTimeIsUp_WithoutARelapse(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync([AlertingBench.Rule() with { KeepFiring = 5 * Minute }]);
        await using var other = await leader.JoinAsync();
        await leader.FailAsync();
        await PassAsync(leader, other, 8, failing: false, hears);

        var alert = await leader.AlertAsync();
        (await leader.Store.GetTimelinesAsync([alert.Id], default)).Select(step => step.Kind).Should().NotContain(AlertEventKind.Relapsed);
        alert.State.Should().Be(AlertState.Resolved);
        (await leader.ReasonsAsync()).Should().Equal(NotificationReason.First, NotificationReason.Resolved);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StatusThatLasts_SeenByAnotherHost_IsToldOnce(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync([Lasting]);
        await using var other = await leader.JoinAsync();
        await PassAsync(leader, other, 15, failing: true, hears);

        (await leader.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await leader.ReasonsAsync()).Should().Equal(NotificationReason.First);

        await PassAsync(leader, other, 5, failing: false, hears);
        (await leader.AlertAsync()).State.Should().Be(AlertState.Resolved);
        (await leader.ReasonsAsync()).Should().Equal(NotificationReason.Resolved);
    }

    [Fact]
    public async Task StatusThatLasts_OfWhichAnotherHostTold_BeginsInTime()
    {
        await using var leader = await AlertingBench.StartAsync([Lasting]);
        await using var other = await leader.JoinAsync();
        for (var check = 0; check < 8; check++)
        {
            leader.Time.Advance(TimeSpan.FromSeconds(10));
            await other.FailAsync();
        }

        var since = Find(other).Snapshot.StatusSince;
        Find(other).Snapshot.Status.Should().Be(IntegrationStatus.Unhealthy);
        leader.Hear(other);
        await PassAsync(leader, other, 3 * Minute);

        (await leader.AlertAsync()).FiredAt.Should().BeCloseTo(since + (3 * Minute), TimeSpan.FromSeconds(6), "no check need come for it");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CredentialThatEnds_SeenByAnotherHost_IsToldOnce(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync(
            [AlertingBench.Rule("expiry", new CredentialExpiryCondition { Within = TimeSpan.FromDays(7) })]);
        await using var other = await leader.JoinAsync();
        var ends = leader.Now.AddDays(2);
        for (var minute = 0; minute < 5; minute++)
        {
            await other.ResultAsync("one", CheckResult.Success() with { CredentialExpiresAt = ends });
            if (hears)
                leader.Hear(other);
            await PassAsync(leader, other, Minute);
        }

        (await leader.AlertAsync()).State.Should().Be(AlertState.Firing);
        (await leader.ReasonsAsync()).Should().Equal(NotificationReason.First);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ErrorRate_OfChecksOfAnotherHost_IsPendingForItsTime_AndFires(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync([Rate with { Pending = 5 * Minute }]);
        await using var other = await leader.JoinAsync();
        await leader.FailAsync();
        await PassAsync(leader, other, 4, failing: true, hears);
        var pending = await leader.AlertAsync();
        (pending.State, pending.DataHealth).Should().Be((AlertState.Pending, AlertDataHealth.Ok), "there are four checks, though the leader made but one");

        await PassAsync(leader, other, 5, failing: true, hears);
        var alert = await leader.AlertAsync();
        (alert.State, alert.Id).Should().Be((AlertState.Firing, pending.Id));
        (await leader.Store.GetTimelinesAsync([alert.Id], default)).Should().HaveCountLessThan(6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ErrorRate_ThatRecoversOnAnotherHost_IsResolved(bool hears)
    {
        await using var leader = await AlertingBench.StartAsync([Rate with { KeepFiring = 5 * Minute }]);
        await using var other = await leader.JoinAsync();
        for (var check = 0; check < 6; check++)
        {
            leader.Time.Advance(Step);
            await leader.FailAsync();
        }

        await leader.TickAsync();
        (await leader.AlertAsync()).State.Should().Be(AlertState.Firing);
        await PassAsync(leader, other, 25, failing: false, hears);

        var alert = await leader.AlertAsync();
        (await leader.Store.GetTimelinesAsync([alert.Id], default)).Select(step => step.Kind).Should().NotContain(AlertEventKind.Relapsed);
        alert.State.Should().Be(AlertState.Resolved);
    }

    [Fact]
    public async Task Tick_WithNothingNew_AsksStorageOnce()
    {
        var asked = new List<int>();
        await using var leader = await AlertingBench.StartAsync([AlertingBench.Rule() with { Pending = TimeSpan.FromHours(1) }],
            health => health.Services.Replace(ServiceDescriptor.Singleton<IHealthReader>(
                services => new CountingReader(new InMemoryHealthReader(services.GetRequiredService<InMemoryState>()), asked))));
        string[] ids = [.. Enumerable.Range(0, 450).Select(i => $"i{i}")];
        foreach (var id in ids)
            await leader.AddAsync(id);
        await using var other = await leader.JoinAsync();
        foreach (var id in ids)
            await other.FailAsync(id);

        asked.Clear();
        leader.Time.Advance(Step);
        await leader.TickAsync();
        asked.Should().Equal([200, 200, 50], "of each the leader knows another state than storage");
        await PassAsync(leader, other, 2 * Minute);
        asked.Should().HaveCount(3, "nothing has changed since");

        await other.FailAsync("i7");
        leader.Hear(other, "i7");
        asked.Clear();
        await PassAsync(leader, other, Minute);
        asked.Should().Equal(1);
        (await leader.Store.ListCurrentAsync(leader.Now, default)).Should().HaveCount(450).And.OnlyContain(alert => alert.State == AlertState.Pending);
    }

    private static AlertRule Lasting => AlertingBench.Rule("lasting", new StatusCondition { Status = IntegrationStatus.Unhealthy, For = 3 * Minute });

    private static AlertRule Rate => AlertingBench.Rule("rate", new ErrorRateCondition { ThresholdPercent = 50, MinimumChecks = 4, Window = 10 * Minute });

    private static MonitoredIntegration Find(AlertingBench bench) =>
        bench.Services.GetRequiredService<IntegrationRegistry>().TryGet("one", out var monitored)
            ? monitored
            : throw new InvalidOperationException("It is registered.");

    /// <summary>A check of the other host every minute that ends alike, with ticks of both in between.</summary>
    private static async Task PassAsync(AlertingBench leader, AlertingBench other, int minutes, bool failing, bool hears)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            await PassAsync(leader, other, Minute);
            await (failing ? other.FailAsync() : other.SucceedAsync());
            if (hears)
                leader.Hear(other);
            await leader.TickAsync();
        }
    }

    private static async Task PassAsync(AlertingBench leader, AlertingBench other, TimeSpan time)
    {
        for (var end = leader.Now + time; leader.Now < end;)
        {
            leader.Time.Advance(Step);
            await leader.TickAsync();
            await other.TickAsync();
        }
    }

    private sealed class CountingReader(IHealthReader inner, List<int> asked) : IHealthReader
    {
        public Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            asked.Add(ids.Count);
            return inner.GetAsync(ids, cancellationToken);
        }

        public Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);
    }
}
