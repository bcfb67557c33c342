using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using static IntegrationHealth.Storage.Conformance.Samples;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Lists: every filter, alone and together, and what comes with a page.</summary>
public abstract class ListContract : StorageContract
{
    [Fact]
    public async Task Get_UnknownIds_AreLeftOut()
    {
        await AddAsync(Integration("a"), Integration("b"), Integration("c"));

        var found = await Health.GetAsync(["c", "a", "A", "unknown"], Stop);

        found.Select(stored => stored.Integration.Id).Should().BeEquivalentTo("a", "c");
        (await Health.GetAsync([], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_OneId_IsAnsweredAsAmongMany()
    {
        await AddAsync(FullIntegration("a"), Integration("b"));
        await WriteAsync(Only(FullSnapshot("a", Start, 1)));

        var alone = (await Health.GetAsync(["a"], Stop)).Should().ContainSingle().Subject;
        var among = (await Health.GetAsync(["b", "a"], Stop)).Single(stored => stored.Integration.Id == "a");

        alone.Snapshot.Should().BeEquivalentTo(among.Snapshot);
        alone.Integration.Should().BeEquivalentTo(among.Integration, options => options.Excluding(integration => integration.Settings));
        alone.Integration.Settings.GetRawText().Should().Be(among.Integration.Settings.GetRawText());
        (await Health.GetAsync(["A"], Stop)).Should().BeEmpty();
        (await Health.GetAsync(["unknown"], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Filters_EachAlone_AndTogether()
    {
        await AddAsync(
            Integration("a1", "Alpha", "o1", "http", "prod", "eu"), Integration("a2", "Beta", "o1", "gmail", "prod"),
            Integration("a3", "Gamma", "o2", "http", "prod-eu"), Integration("a4", "Delta", "o2", "slack"));
        await WriteAsync(
            Check("a1", 0, Start), Check("a2", 0, Start, CheckOutcome.Failed, kind: FailureKind.Dns),
            Check("a3", 0, Start, CheckOutcome.Degraded, kind: FailureKind.Timeout));

        await ShouldFind(new() { OwnerId = "o1" }, "a1", "a2");
        await ShouldFind(new() { OwnerId = "O1" });
        await ShouldFind(new() { OwnerId = "" });
        await ShouldFind(new() { Providers = ["http"] }, "a1", "a3");
        await ShouldFind(new() { Providers = ["http", "slack"] }, "a1", "a3", "a4");
        await ShouldFind(new() { Statuses = [IntegrationStatus.Unknown] }, "a4");
        await ShouldFind(new() { Statuses = [IntegrationStatus.Unhealthy, IntegrationStatus.Degraded] }, "a2", "a3");
        await ShouldFind(new() { Tag = "prod" }, "a1", "a2");
        await ShouldFind(new() { Tag = "pro" });
        await ShouldFind(new() { Tag = "PROD" });
        await ShouldFind(new() { FailureKind = FailureKind.Timeout }, "a3");
        await ShouldFind(new() { Search = "a" }, "a1", "a2", "a3", "a4");
        await ShouldFind(new() { Search = "ALPHA" }, "a1");
        await ShouldFind(new() { Search = "A3" }, "a3");
        await ShouldFind(
            new() { OwnerId = "o1", Providers = ["gmail"], Tag = "prod", Search = "bet", Statuses = [IntegrationStatus.Unhealthy] }, "a2");
    }

    [Theory]
    [InlineData("50%", "percent")]
    [InlineData("a_b", "underscore")]
    [InlineData(@"c\d", "backslash")]
    [InlineData("'; drop", "quote")]
    [InlineData("GRÖ", null)]
    [InlineData("grö", "umlaut")]
    public async Task Search_TakesEveryCharacterForItself(string search, string? found)
    {
        await AddAsync(
            Integration("percent", "50% off"), Integration("not-percent", "50 x off"), Integration("underscore", "A_B"),
            Integration("not-underscore", "AxB"), Integration("backslash", @"c\d"), Integration("quote", "x'; drop table"),
            Integration("umlaut", "Größe"));

        await ShouldFind(new() { Search = search }, found is null ? [] : [found]);
    }

    [Theory]
    [InlineData("eu \"west\", 1", true)]
    [InlineData("eu \\\"west\\\", 1", false)]
    [InlineData("eu", false)]
    [InlineData("%", false)]
    public async Task Tag_MatchesExactly(string tag, bool found)
    {
        await AddAsync(FullIntegration("a"));

        await ShouldFind(new() { Tag = tag }, found ? ["a"] : []);
    }

    [Fact]
    public async Task Summary_LeavesOutTheStatusFilter_TotalDoesNot()
    {
        await AddAsync(Twelve.Integrations());
        await WriteAsync(Twelve.Results());

        var page = await Health.QueryAsync(
            new HealthQuery { Providers = ["http"], Statuses = [IntegrationStatus.Unhealthy, IntegrationStatus.Paused], Limit = 1 }, Stop);

        page.Summary.Should().Be(new HealthSummary(Healthy: 1, Degraded: 1, Unhealthy: 2, Unknown: 1, Paused: 1));
        page.Total.Should().Be(3);
        page.Items.Should().ContainSingle();
        page.Next.Should().NotBeNull();
        var second = await Health.QueryAsync(new HealthQuery { Limit = 10, After = new HealthPosition("zzz", "") }, Stop);
        (second.Items.Count, second.Next, second.Total, second.Summary.Total).Should().Be((0, null, 12, 12));
    }

    [Fact]
    public async Task Items_CarryDefinitionAndSnapshot()
    {
        var snapshot = FullSnapshot("a", Start, 1);
        await AddAsync(FullIntegration("a"));
        await WriteAsync(Only(snapshot));

        var item = (await Health.QueryAsync(new HealthQuery(), Stop)).Items.Should().ContainSingle().Subject;

        item.Snapshot.Should().BeEquivalentTo(snapshot);
        item.Integration.Should().BeEquivalentTo(FullIntegration("a"), options => options.Excluding(x => x.Settings));
    }

    private async Task ShouldFind(HealthQuery query, params string[] ids)
    {
        var page = await Health.QueryAsync(query, Stop);
        page.Items.Select(item => item.Integration.Id).Should().BeEquivalentTo(ids, "the query is {0}", query);
        page.Total.Should().Be(ids.Length);
    }
}
