using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Integrations survive, whole.</summary>
public abstract class CatalogContract : StorageContract
{
    [Fact]
    public async Task Upsert_EveryField_ComesBack()
    {
        var integration = Samples.FullIntegration("a:1");
        await AddAsync(integration);

        var stored = (await ListAsync()).Should().ContainSingle().Subject;

        stored.Integration.Should().BeEquivalentTo(integration, options => options.Excluding(x => x.Settings));
        stored.Integration.Settings.GetRawText().Should().Be(integration.Settings.GetRawText());
    }

    [Fact]
    public async Task Upsert_Defaults_ComeBack()
    {
        await AddAsync(Samples.Integration("a"));

        (await FindAsync("a"))!.Integration.Should().BeEquivalentTo(Samples.Integration("a"), options => options.Excluding(x => x.Settings));
    }

    [Fact]
    public async Task Upsert_New_BeginsUnknownAtVersionZero()
    {
        await AddAsync(Samples.Integration("a"));

        (await FindAsync("a"))!.Snapshot.Should().BeEquivalentTo(HealthSnapshot.Initial("a", Start));
    }

    [Fact]
    public async Task Upsert_Existing_ReplacesDefinitionAndKeepsSnapshot()
    {
        await AddAsync(Samples.Integration("a", "old", "o1", "http", "x"), Samples.Integration("b"));
        await WriteAsync(Samples.Check("a", 0, Start, CheckOutcome.Failed, kind: FailureKind.Dns));
        var before = (await FindAsync("a"))!.Snapshot;

        await AddAsync(Samples.Integration("a", "new", "o2", "gmail", "y"));

        var after = (await FindAsync("a"))!;
        after.Snapshot.Should().BeEquivalentTo(before);
        after.Integration.Name.Should().Be("new");
        (await ChecksAsync("a")).Should().ContainSingle();
        (await ListAsync()).Should().HaveCount(2);
        var page = await Health.QueryAsync(
            new() { OwnerId = "o2", Providers = ["gmail"], Tag = "y", Search = "NEW", Statuses = [IntegrationStatus.Unhealthy] }, Stop);
        page.Items.Should().ContainSingle("the list filters see the new definition");
    }

    [Fact]
    public async Task Insert_New_IsStoredWithASnapshot()
    {
        (await Catalog.InsertAsync(Samples.FullIntegration("a"), Stop)).Should().BeTrue();

        var stored = (await FindAsync("a"))!;
        stored.Integration.Should().BeEquivalentTo(Samples.FullIntegration("a"), options => options.Excluding(x => x.Settings));
        stored.Snapshot.Should().BeEquivalentTo(HealthSnapshot.Initial("a", Start));
    }

    [Fact]
    public async Task Insert_Taken_LeavesTheOneThatIsThere()
    {
        await AddAsync(Samples.Integration("a", "first", "o1"));

        (await Catalog.InsertAsync(Samples.Integration("a", "second", "o2"), Stop)).Should().BeFalse();

        (await FindAsync("a"))!.Integration.Name.Should().Be("first");
    }

    [Fact]
    public async Task Insert_ManyAtOnce_OneWins()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => Catalog.InsertAsync(Samples.Integration("a", $"n{index}"), Stop))));

        won.Count(one => one).Should().Be(1);
        (await FindAsync("a"))!.Integration.Name.Should().Be($"n{Array.IndexOf(won, true)}");
    }

    [Fact]
    public async Task Upsert_Nothing_IsAllowed() => await Catalog.Invoking(catalog => catalog.UpsertAsync([], Stop)).Should().NotThrowAsync();

    [Fact]
    public async Task List_ManyMoreThanAPage_EachOnce()
    {
        await AddAsync([.. Enumerable.Range(0, 2_345).Select(i => Samples.Integration($"i{i}"))]);

        (await ListAsync()).Select(stored => stored.Integration.Id).Distinct().Should().HaveCount(2_345);
    }

    [Fact]
    public async Task Delete_RemovesEverythingOfIt_AndNothingElse()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        foreach (var id in new[] { "a", "b" })
        {
            var incident = Samples.Incident(
                $"in-{id}", id, Start, IntegrationStatus.Unhealthy, null, new Incidents.IncidentEvent(Start, default, default, null));
            await WriteAsync(Samples.Check(id, 0, Start, CheckOutcome.Failed, incident: incident));
        }

        await Catalog.DeleteAsync(["a", "unknown"], Stop);

        (await FindAsync("a")).Should().BeNull();
        (await ListAsync()).Should().ContainSingle().Which.Integration.Id.Should().Be("b");
        (await ChecksAsync("b")).Should().ContainSingle();
        (await HoursAsync("b")).Should().ContainSingle();
        (await Incidents.GetIncidentsAsync("b", null, 10, Stop)).Should().ContainSingle().Which.Timeline.Should().ContainSingle();

        // Looked for under the same id again: a store may only have hidden it.
        await AddAsync(Samples.Integration("a"));
        (await FindAsync("a"))!.Snapshot.Version.Should().Be(0);
        (await ChecksAsync("a")).Should().BeEmpty();
        (await HoursAsync("a")).Should().BeEmpty();
        (await Incidents.GetIncidentsAsync("a", null, 10, Stop)).Should().BeEmpty();
        (await History.GetUptimeAsync(["a"], Start, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Delete_ThenAddedAgain_TakesResultsOfTheNewOne()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start));
        await Catalog.DeleteAsync(["a"], Stop);
        await AddAsync(Samples.Integration("a"));

        (await WriteAsync(Samples.Check("a", 0, Start.AddMinutes(1)))).Should().BeEmpty();
        (await ChecksAsync("a")).Should().ContainSingle();
    }
}
