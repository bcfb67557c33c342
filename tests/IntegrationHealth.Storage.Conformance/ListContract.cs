using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using static IntegrationHealth.Storage.Conformance.Samples;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Lists: every filter, every order, pages that hold under change.</summary>
public abstract class ListContract : StorageContract
{
    public static TheoryData<HealthSort, bool> Sorts =>
        [.. Enum.GetValues<HealthSort>().SelectMany(sort => new[] { (sort, false), (sort, true) })];

    [Fact]
    public async Task Get_UnknownIds_AreLeftOut()
    {
        await AddAsync(Integration("a"), Integration("b"), Integration("c"));

        var found = await Health.GetAsync(["c", "a", "A", "unknown"], Stop);

        found.Select(stored => stored.Integration.Id).Should().BeEquivalentTo("a", "c");
        (await Health.GetAsync([], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Name_IsOrderedIgnoringTheCaseOfAToZ()
    {
        // '_' stands between Z and a; é and É, U+FFFD and a rocket (a surrogate pair) tell byte order from other orders.
        string[] names = ["b", "A", "a", "B", "_", "Z", "aa", "É", "é", "\uFFFD", "🚀", "1", "[", "AB", ""];
        await AddAsync([.. names.Select((name, i) => Integration($"i{i:00}", name))]);

        var page = await Health.QueryAsync(new HealthQuery(), Stop);

        page.Items.Select(item => item.Integration.Name)
            .Should().Equal("", "1", "[", "_", "A", "a", "aa", "AB", "b", "B", "Z", "É", "é", "\uFFFD", "🚀");
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Sort_PagedByTwos_IsTheWholeInOrder(HealthSort sort, bool descending)
    {
        await FillAsync();
        var query = new HealthQuery { Sort = sort, Descending = descending, Limit = 2 };

        var paged = await ReadAllAsync(query);

        var whole = (await Health.QueryAsync(query with { Limit = 200 }, Stop)).Items;
        paged.Should().Equal(whole.Select(item => item.Integration.Id)).And.HaveCount(12).And.OnlyHaveUniqueItems();
        paged.Should().Equal(Expected(whole, sort, descending));
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_UnderChange_ShowWhatDidNotMoveOnce(HealthSort sort, bool descending)
    {
        await FillAsync();
        var query = new HealthQuery { Sort = sort, Descending = descending, Limit = 3 };
        var first = await Health.QueryAsync(query, Stop);

        // The item at the seam goes, and one comes before it: neither shifts the second page.
        await Catalog.DeleteAsync([first.Next!.Id, first.Items[0].Integration.Id], Stop);
        var rest = await ReadAllAsync(query with { After = first.Next });

        rest.Should().HaveCount(9).And.NotContain(first.Items.Select(item => item.Integration.Id));
    }

    [Fact]
    public async Task Sort_NullsFirst_WhenAscending()
    {
        await AddAsync(Integration("checked"), Integration("never"));
        await WriteAsync(Check("checked", 0, Start));

        foreach (var sort in new[] { HealthSort.LastCheckedAt, HealthSort.Latency })
        {
            (await ReadAllAsync(new HealthQuery { Sort = sort, Limit = 1 })).Should().Equal("never", "checked");
            (await ReadAllAsync(new HealthQuery { Sort = sort, Limit = 1, Descending = true })).Should().Equal("checked", "never");
        }
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
        await FillAsync();

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

    [Theory]
    [InlineData(HealthSort.Status, "x")]
    [InlineData(HealthSort.Latency, "1.5")]
    [InlineData(HealthSort.StatusSince, "99999999999999999999")]
    public async Task After_NoSuchPlace_IsAnArgumentError(HealthSort sort, string value)
    {
        await AddAsync(Integration("a"));

        await Health.Invoking(health => health.QueryAsync(new HealthQuery { Sort = sort, After = new HealthPosition(value, "a") }, Stop))
            .Should().ThrowAsync<ArgumentException>();
    }

    private async Task ShouldFind(HealthQuery query, params string[] ids)
    {
        var page = await Health.QueryAsync(query, Stop);
        page.Items.Select(item => item.Integration.Id).Should().BeEquivalentTo(ids, "the query is {0}", query);
        page.Total.Should().Be(ids.Length);
    }

    private async Task<List<string>> ReadAllAsync(HealthQuery query)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await Health.QueryAsync(query, Stop);
            ids.AddRange(page.Items.Select(item => item.Integration.Id));
            if (page.Next is null)
                return ids;

            query = query with { After = page.Next };
        }
    }

    /// <summary>Twelve, with ties in every order and nulls where there can be any.</summary>
    private async Task FillAsync()
    {
        IntegrationStatus[] statuses =
        [
            IntegrationStatus.Healthy, IntegrationStatus.Degraded, IntegrationStatus.Unhealthy, IntegrationStatus.Unhealthy,
            IntegrationStatus.Paused, IntegrationStatus.Unknown,
        ];
        await AddAsync([.. Enumerable.Range(0, 12).Select(i => Integration(
            $"i{(i * 7 % 12):00}", i % 3 == 0 ? "Same" : i % 3 == 1 ? "same" : $"n{i % 2}", provider: i < 6 ? "http" : "mcp"))]);
        await WriteAsync([.. Enumerable.Range(0, 12).Select(i => Only(new HealthSnapshot
        {
            IntegrationId = $"i{(i * 7 % 12):00}",
            Status = statuses[i % 6],
            StatusSince = Start.AddMinutes(i / 4),
            LastCheckedAt = i % 6 == 5 ? null : Start.AddMinutes(-(i / 3)),
            LatencyMs = i % 6 == 5 ? null : i / 3 * 10,
            Version = 1,
        }))]);
    }

    private static IEnumerable<string> Expected(IReadOnlyList<StoredIntegration> items, HealthSort sort, bool descending)
    {
        var ascending = items.OrderBy(item => sort switch
        {
            HealthSort.Name => item.Integration.Name == "Same" ? "same" : item.Integration.Name,
            HealthSort.Status => ((int)item.Snapshot.Status).ToString("00000", null),
            HealthSort.StatusSince => item.Snapshot.StatusSince.ToString("O"),
            HealthSort.LastCheckedAt => item.Snapshot.LastCheckedAt?.ToString("O") ?? "",
            _ => item.Snapshot.LatencyMs?.ToString("00000", null) ?? "",
        }, StringComparer.Ordinal).ThenBy(item => item.Integration.Id, StringComparer.Ordinal).Select(item => item.Integration.Id);
        return descending ? ascending.Reverse() : ascending;
    }
}
