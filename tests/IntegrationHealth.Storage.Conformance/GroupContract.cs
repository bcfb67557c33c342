using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using static IntegrationHealth.Storage.Conformance.Samples;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Counts of a list in groups.</summary>
public abstract class GroupContract : StorageContract
{
    [Fact]
    public async Task Groups_ByEach_CountEveryStatus()
    {
        await FillAsync();

        (await GroupAsync(HealthGrouping.Provider)).Should().BeEquivalentTo(
            [Of("gmail", unhealthy: 1), Of("http", healthy: 1, degraded: 1), Of("slack", unknown: 1)]);
        (await GroupAsync(HealthGrouping.OwnerId)).Should().BeEquivalentTo(
            [Of("", unknown: 1), Of("o1", healthy: 1, unhealthy: 1), Of("o2", degraded: 1)]);
        (await GroupAsync(HealthGrouping.Tag)).Should().BeEquivalentTo(
            [Of("", unknown: 1), Of("eu \"west\", 1", healthy: 1), Of("prod", healthy: 1, degraded: 1, unhealthy: 1)]);
    }

    [Fact]
    public async Task Groups_WithFilters_CountWhatTheyLeave_ButForTheStatus()
    {
        await FillAsync();

        (await GroupAsync(HealthGrouping.Tag, new HealthQuery { OwnerId = "o1", Statuses = [IntegrationStatus.Healthy] }))
            .Should().BeEquivalentTo([Of("eu \"west\", 1", healthy: 1), Of("prod", healthy: 1, unhealthy: 1)]);
        (await GroupAsync(HealthGrouping.Provider, new HealthQuery { Tag = "prod", Search = "ALPHA" })).Should().BeEquivalentTo([Of("http", healthy: 1)]);
        (await GroupAsync(HealthGrouping.Provider, new HealthQuery { Search = "nothing" })).Should().BeEmpty();
    }

    [Fact]
    public async Task EmptyOwnerAndTag_AreThoseWithout()
    {
        await FillAsync();

        (await Health.QueryAsync(new HealthQuery { OwnerId = "" }, Stop)).Items.Select(item => item.Integration.Id).Should().Equal("a4");
        (await Health.QueryAsync(new HealthQuery { Tag = "" }, Stop)).Items.Select(item => item.Integration.Id).Should().Equal("a4");
    }

    private async Task FillAsync()
    {
        await AddAsync(
            Integration("a1", "Alpha", "o1", "http", "prod", "eu \"west\", 1"), Integration("a2", "Beta", "o1", "gmail", "prod"),
            Integration("a3", "Gamma", "o2", "http", "prod"), Integration("a4", "Delta", "", "slack"));
        await WriteAsync(Check("a1", 0, Start), Check("a2", 0, Start, CheckOutcome.Failed, kind: FailureKind.Dns), Check("a3", 0, Start, CheckOutcome.Degraded));
    }

    private async Task<IReadOnlyList<HealthGroup>> GroupAsync(HealthGrouping by, HealthQuery? query = null) =>
        await Groups.GroupAsync(query ?? new HealthQuery(), by, Stop);

    private static HealthGroup Of(string key, long healthy = 0, long degraded = 0, long unhealthy = 0, long unknown = 0) =>
        new(key, new HealthSummary(healthy, degraded, unhealthy, unknown, 0));
}
