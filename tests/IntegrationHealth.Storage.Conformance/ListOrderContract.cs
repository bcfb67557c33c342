using IntegrationHealth.Catalog;
using IntegrationHealth.Reading;
using static IntegrationHealth.Storage.Conformance.Samples;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Lists: every order, and pages that hold under change.</summary>
public abstract class ListOrderContract : StorageContract
{
    public static TheoryData<HealthSort, bool> Sorts =>
        [.. Enum.GetValues<HealthSort>().SelectMany(sort => new[] { (sort, false), (sort, true) })];

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
        await AddAsync(Twelve.Integrations());
        await WriteAsync(Twelve.Results());
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
        await AddAsync(Twelve.Integrations());
        await WriteAsync(Twelve.Results());
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
