using IntegrationHealth.Auditing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Who changed what comes back as it was written, newest first.</summary>
public abstract class AuditContract : StorageContract
{
    [Fact]
    public async Task Add_EveryField_ComesBack()
    {
        var entry = Entry("1", Start) with
        {
            SubjectId = "rule-1",
            Changes = [new AuditChange("name", "\"old\"", "\"new 🚀\""), new AuditChange("secret", null, "\"•••\"")],
        };

        await Audit.AddAsync(entry, Stop);
        await Audit.AddAsync(Entry("0", Start), Stop);

        (await Audit.ListAsync(new AuditQuery(), Stop)).Should().BeEquivalentTo([entry, Entry("0", Start)], options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task List_PagesNewestFirst()
    {
        for (var i = 0; i < 7; i++)
            await Audit.AddAsync(Entry($"id{i}", Start.AddSeconds(i / 2)), Stop);

        var seen = new List<string>();
        AuditPosition? after = null;
        while (await Audit.ListAsync(new AuditQuery { Limit = 2, After = after }, Stop) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(entry => entry.Id));
            after = new AuditPosition(page[^1].At, page[^1].Id);
        }

        seen.Should().Equal("id6", "id5", "id4", "id3", "id2", "id1", "id0");
    }

    [Fact]
    public async Task List_Filters()
    {
        await Audit.AddAsync(Entry("1", Start) with { Actor = "alice", Action = "integration.removed", SubjectId = "a" }, Stop);
        await Audit.AddAsync(Entry("2", Start.AddMinutes(1)) with { Actor = "bob", Action = "integration.registered", SubjectId = "b" }, Stop);
        await Audit.AddAsync(Entry("3", Start.AddMinutes(2)) with { Actor = "alice", Action = "Integration.removed" }, Stop);

        (await IdsAsync(new AuditQuery { Actor = "alice" })).Should().Equal("3", "1");
        (await IdsAsync(new AuditQuery { Action = "integration.removed" })).Should().Equal("1");
        (await IdsAsync(new AuditQuery { Action = "integration." })).Should().Equal("2", "1");
        (await IdsAsync(new AuditQuery { SubjectId = "b" })).Should().Equal("2");
        (await IdsAsync(new AuditQuery { From = Start.AddMinutes(1), To = Start.AddMinutes(2) })).Should().Equal("2");
    }

    [Fact]
    public async Task Prune_RemovesWhatIsOlder()
    {
        for (var i = 0; i < 4; i++)
            await Audit.AddAsync(Entry($"{i}", Start.AddDays(i)), Stop);

        (await Audit.PruneAsync(Start.AddDays(2), Stop)).Should().Be(2);

        (await IdsAsync(new AuditQuery())).Should().Equal("3", "2");
    }

    private static AuditEntry Entry(string id, DateTimeOffset at) => new() { Id = id, At = at, Actor = "root", Action = "alertRule.changed" };

    private async Task<IEnumerable<string>> IdsAsync(AuditQuery query) => (await Audit.ListAsync(query, Stop)).Select(entry => entry.Id);
}
