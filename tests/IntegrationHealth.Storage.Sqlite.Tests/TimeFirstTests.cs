using System.Text.RegularExpressions;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Storage.Sqlite.History;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>Checks and hours lie in the order of time, and are read by integration.</summary>
public sealed class TimeFirstTests : IDisposable
{
    private static readonly DateTimeOffset Start = StorageContract.Start;

    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task GetChecks_LimitWithinASlotAndOverSeveral_AnswersTheNewest()
    {
        await using var host = await StartAsync("a", "b");
        await WriteAsync(host, "a", 0, 1, 2, 9, 10, 11, 35);
        await WriteAsync(host, "b", 0, 3, 36);

        foreach (var limit in Enumerable.Range(1, 8))
            (await MinutesAsync(host, "a", 0, 60, limit)).Should().Equal(new[] { 35, 11, 10, 9, 2, 1, 0 }.Take(limit));
        (await MinutesAsync(host, "a", 1, 11, 2)).Should().Equal(10, 9);
    }

    /// <summary>Clocks were wrong: between the slots lie decades, which nobody goes through one by one.</summary>
    [Fact]
    public async Task GetChecks_ChecksDecadesApart_FindsAll()
    {
        await using var host = await StartAsync("a");
        await WriteAsync(host, "a", -30_000_000, 0, 30_000_000);

        (await MinutesAsync(host, "a", -40_000_000, 40_000_000, 9)).Should().Equal(30_000_000, 0, -30_000_000);
        var found = await host.GetRequiredService<IHistoryReader>().GetChecksAsync(
            ["a"], DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 2, Stop);
        found["a"].Select(check => check.CheckedAt).Should().Equal(Start.AddMinutes(30_000_000), Start);
        var hours = await host.GetRequiredService<IHistoryReader>().GetBucketsAsync(
            "a", HistoryResolution.Hour, DateTimeOffset.UnixEpoch.AddYears(-2), Start.AddYears(99), 9, Stop);
        hours.Should().HaveCount(3);
    }

    [Fact]
    public async Task Prune_BoundWithinASlot_KeepsWhatIsNotOlder()
    {
        await using var host = await StartAsync("a", "b");
        await WriteAsync(host, "a", -15, -5, 1, 4, 5, 12);
        await WriteAsync(host, "b", 3, 8);

        var removed = await host.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(Start.AddMinutes(20), Start.AddMinutes(5), Start.AddDays(-90), Start.AddDays(-90), null), Stop);

        removed.Should().Be(5);
        (await MinutesAsync(host, "a", -60, 60, 9)).Should().Equal(12, 5);
        (await MinutesAsync(host, "b", -60, 60, 9)).Should().Equal(8);
    }

    [Fact]
    public async Task Initialize_FileOfBefore_KeepsItsChecksAndHours()
    {
        await using (var host = _database.BuildHost())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
            await using var context = host.GetRequiredService<IStoreDialect>().CreateContext();
            await context.GetService<IMigrator>().MigrateAsync("20261129180000_Transitions", Stop);
            await host.GetRequiredService<IIntegrationStore>().UpsertAsync([Samples.Integration("a"), Samples.Integration("b")], Stop);
            var (at, hour) = (Start.ToUnixTimeMilliseconds(), Start.ToUnixTimeMilliseconds());
            _database.Execute($"""
                insert into integration_health_history select iid, {at} + minute * 60000, 4, 3, 20, 11, 'kept' from integrations, (select value minute from json_each('[0,9,10]'));
                create view theirs as select iid from integration_health_history;
                insert into integration_health_rollup_hour select iid, {hour}, 2, 0, 1, 3600000, 0, 0, 60, 1, 2, 3, 4, 5, 6, 7, 8 from integrations;
                """);
        }

        await using var next = _database.BuildHost();
        await next.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        (await MinutesAsync(next, "b", 0, 60, 9)).Should().Equal(10, 9, 0);
        var buckets = await next.GetRequiredService<IHistoryReader>().GetBucketsAsync("a", HistoryResolution.Hour, Start, Start.AddHours(1), 9, Stop);
        buckets.Should().ContainSingle().Which.Succeeded.Should().Be(2);
        _database.Scalar("select group_concat(distinct message) from integration_health_history").Should().Be("kept");
        await WriteAsync(next, "a", 11);
        (await MinutesAsync(next, "a", 0, 60, 9)).Should().Equal(11, 10, 9, 0);
        _database.Scalar("select count(*) from theirs").Should().Be(7L, "a view of the host's own goes on");
    }

    /// <summary>After a rollback, and on the way there and back: the release before knows of no slots.</summary>
    [Fact]
    public async Task Maintenance_ChecksOfTheReleaseBefore_AreSortedIn()
    {
        await using var host = await StartAsync("a", "b");
        await WriteAsync(host, "a", 1);
        var at = Start.ToUnixTimeMilliseconds();
        _database.Execute($"""
            with recursive n(i) as (select 0 union all select i + 1 from n where i < 6000)
            insert or ignore into integration_health_history (iid, checked_at, status, outcome, latency_ms, failure_kind, message)
            select iid, {at} - i * 60000, 4, 1, 20, null, null from integrations, n;
            """);

        var removed = await host.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(Start.AddMinutes(20), Start.AddDays(-30), Start.AddDays(-90), Start.AddDays(-90), null), Stop);

        removed.Should().Be(0);
        (await MinutesAsync(host, "a", -2, 60, 9)).Should().Equal(1, 0, -1, -2);
        (await MinutesAsync(host, "b", -9_000, 60, 9_000)).Should().HaveCount(6_001);
        _database.Scalar("select count(*) from integration_health_history where slot = 0").Should().Be(0L);
    }

    /// <summary>A release that knows of no slots may write between the sorting and the pruning.</summary>
    [Fact]
    public async Task Prune_CheckWithoutASlot_IsLeftToTheNextSorting()
    {
        await using var host = await StartAsync("a");
        _database.Execute($"insert into integration_health_history (iid, checked_at, status, outcome, latency_ms) values (1, {Start.ToUnixTimeMilliseconds()}, 4, 1, 20)");

        await new SqlitePruner(host.GetRequiredService<SqliteWriter>()).PruneAsync(
            new HistoryBounds(Start.AddMinutes(20), Start.AddDays(-30), Start.AddDays(-90), Start.AddDays(-90), null), Start, Stop);

        _database.Scalar("select count(*) from integration_health_history where slot = 0").Should().Be(1L);
    }

    [Fact]
    public async Task Delete_HistoryTakesNoChanges_StillRemovesTheIntegration()
    {
        await using var host = await StartAsync("a");
        await WriteAsync(host, "a", 1);
        _database.Execute("create trigger refuse before delete on integration_health_history begin select raise(abort, 'no'); end");

        await host.GetRequiredService<IIntegrationStore>().DeleteAsync(["a"], Stop);

        (await host.GetRequiredService<IHealthReader>().GetAsync(["a"], Stop)).Should().BeEmpty();
        _database.Scalar("select count(*) from integration_health_history").Should().Be(1L, "retention takes it");
    }

    [Fact]
    public async Task Delete_ManySlots_LeavesThoseOfOthersAlone()
    {
        await using var host = await StartAsync("a", "b");
        _database.Execute($"""
            with recursive n(i) as (select 0 union all select i + 1 from n where i < 349)
            insert into integration_health_history select i, iid, i * 600000, 4, 1, 20, null, null from integrations, n;
            with recursive n(i) as (select 0 union all select i + 1 from n where i < 349)
            insert into integration_health_rollup_hour select iid, i * 3600000, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 from integrations, n;
            """);

        await host.GetRequiredService<IIntegrationStore>().DeleteAsync(["a"], Stop);

        foreach (var table in new[] { "history", "rollup_hour" })
            _database.Scalar($"select count(*) || ' of ' || count(distinct iid) from integration_health_{table}").Should().Be("350 of 1");
    }

    [Fact]
    public async Task Statements_AreLedToTheirRows()
    {
        await using var host = await StartAsync("a");
        var tables = new TableNames("");
        var timeFirst = new TimeFirstSql(tables);
        var folds = new RollupSql(tables, " + 86400000", timeFirst.JoinHours);

        foreach (var sql in new[] { folds.FoldDay, folds.FoldLateDays, Numbered(timeFirst.Checks), Numbered(timeFirst.Newest), Numbered(timeFirst.Hours) })
        {
            var plan = _database.Lines($"explain query plan {sql}");
            plan.Should().Contain(line => line.StartsWith("SEARCH h USING PRIMARY KEY (", StringComparison.Ordinal) && line.Contains("iid=?", StringComparison.Ordinal), sql);
            plan.Should().NotContain(line => line.StartsWith("SCAN h", StringComparison.Ordinal) || line.Contains("AUTOMATIC", StringComparison.Ordinal), sql);
        }
    }

    /// <summary>EF Core's placeholders as SQLite's.</summary>
    private static string Numbered(string sql) => Regex.Replace(sql, @"\{(\d)\}", "?1$1");

    private static async Task<IEnumerable<int>> MinutesAsync(ServiceProvider host, string id, int from, int to, int limit) =>
        (await host.GetRequiredService<IHistoryReader>().GetChecksAsync(id, Start.AddMinutes(from), Start.AddMinutes(to), limit, Stop))
            .Select(check => (int)(check.CheckedAt - Start).TotalMinutes);

    private static async Task WriteAsync(ServiceProvider host, string id, params int[] minutes)
    {
        for (var version = 0; version < minutes.Length; version++)
            (await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check(id, version, Start.AddMinutes(minutes[version]))], Stop)).Should().BeEmpty();
    }

    private async Task<ServiceProvider> StartAsync(params string[] ids)
    {
        var host = _database.BuildHost();
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync([.. ids.Select(id => Samples.Integration(id))], Stop);
        return host;
    }
}
