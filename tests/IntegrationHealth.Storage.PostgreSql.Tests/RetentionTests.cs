using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Testing;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

public sealed class RetentionTests(SharedServer shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => StorageContract.Start;

    /// <summary>As a dump does, all night.</summary>
    [Fact]
    public async Task Run_SomebodyReadsHistoryForLong_WritesGoOnTheRestIsPrunedAndHistoryAtTheNextRun()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        await FillAsync(host.GetRequiredService<IResultStore>());
        await using var writer = TestHost.Build(new NpgsqlConnectionStringBuilder(database) { Options = "-c lock_timeout=2s" }.ToString());
        await using var dump = await TestSql.OpenAsync(database);
        await dump.RunAsync("begin; select count(*) from integration_health_history");

        var running = Task.Run(() => RunAsync(host, Now), Stop);
        await WaitFor.ValueAsync(
            async () => (long)(await TestSql.ScalarAsync(
                database, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))!,
            waiting => waiting > 0 || running.IsCompleted, TimeSpan.FromMinutes(1), "retention waits for the reader", Stop);
        running.IsCompleted.Should().BeFalse();
        for (var number = 3; number < 20; number++)
        {
            (await writer.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", number, Now.AddSeconds(number))], Stop))
                .Should().BeEmpty("no write waits for a lock");
        }

        await running;
        (await TestSql.ScalarAsync(database, "select count(*) from integration_incidents")).Should().Be(0L);
        (await PartitionsAsync(database, "rollup_hour")).Should().NotContain(["2025_11", "2025_12"]).And.Contain("2026_03");
        (await PartitionsAsync(database, "history")).Should().Contain(["2025_11", "2025_12", "2026_03"]);

        await dump.RunAsync("commit");
        await RunAsync(host, Now);
        (await PartitionsAsync(database, "history")).Should().NotContain(["2025_11", "2025_12"]).And.Contain("2026_03");
        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_history")).Should().Be(17L);
        (await TestSql.ScalarAsync(database, "select sum(succeeded)::bigint from integration_health_rollup_hour")).Should().Be(17L);
    }

    /// <summary>Days go by whole months, and looking for old ones reads the index of them all.</summary>
    [Fact]
    public async Task Run_AgainInTheSameMonth_LooksForNoOldDays()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database, "a")).DisposeAsync();
        var time = new FakeTimeProvider(Now);
        await using var host = TestHost.Build(database, time: time);
        await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 0, Now.AddDays(-100))], Stop);
        await RunAsync(host, Now);
        await TestSql.RunAsync(database, "update integration_health_rollup_day set start = start - interval '400 days'");

        time.Advance(TimeSpan.FromHours(1));
        await RunAsync(host, time.GetUtcNow());
        (await DaysAsync(database)).Should().Be(1L);

        time.Advance(TimeSpan.FromDays(31));
        await RunAsync(host, time.GetUtcNow());
        (await DaysAsync(database)).Should().Be(0L, "another month has gone by");
    }

    /// <summary>As when a host brings what it could not store for an hour while days are folded.</summary>
    [Fact]
    public async Task Run_LateResultsComeAgainAndAgain_TheRestIsDoneAndLateDaysFoldedByTheNextRun()
    {
        const int Attempts = 5;
        var database = await shared.CreateDatabaseAsync(Stop);
        string[] ids = [.. Enumerable.Range(0, Attempts).Select(number => $"i{number}")];
        await using var host = await TestHost.StartAsync(database, ids);
        var results = host.GetRequiredService<IResultStore>();
        foreach (var id in ids)
            await results.WriteAsync([Samples.Check(id, 0, Now.AddDays(-3))], Stop);
        await results.WriteAsync([Samples.Check(ids[0], 1, Now.AddMonths(-4))], Stop);
        await RunAsync(host, Now.AddDays(-1));
        foreach (var id in ids)
            await results.WriteAsync([Samples.Check(id, id == ids[0] ? 2 : 1, Now.AddDays(-3).AddMinutes(1))], Stop);
        // Each holds the late day of one integration, as a result does that is just being stored.
        var coming = new List<NpgsqlConnection>();
        foreach (var iid in await TestSql.ListAsync(database, "select iid::text from integration_health_rollup_late order by ctid"))
        {
            coming.Add(await TestSql.OpenAsync(database));
            await coming[^1].RunAsync($"begin; update integration_health_rollup_late set month = month where iid = {iid}");
        }

        coming.Should().HaveCount(Attempts);
        var running = Task.Run(() => RunAsync(host, Now), Stop);
        foreach (var one in coming)
        {
            var waits = $"select count(*) from pg_stat_activity where {one.ProcessID} = any(pg_blocking_pids(pid))";
            await WaitFor.ValueAsync(async () => (long)(await TestSql.ScalarAsync(database, waits))!, waiting => waiting > 0, TimeSpan.FromMinutes(1), "the fold waits for it", Stop);
            await one.RunAsync("commit");
            await one.DisposeAsync();
        }

        await running;
        (await PartitionsAsync(database, "history")).Should().NotContain("2025_11", "retention went on");
        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_rollup_late")).Should().Be((long)Attempts, "nothing is forgotten");

        await RunAsync(host, Now);
        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_rollup_late")).Should().Be(0L);
        (await TestSql.ScalarAsync(database, "select sum(succeeded)::bigint from integration_health_rollup_day where start = date_trunc('day', $$" + $"{Now.AddDays(-3):O}$$::timestamptz, 'UTC')"))
            .Should().Be(Attempts * 2L);
    }

    private static async Task FillAsync(IResultStore results)
    {
        await results.WriteAsync([Samples.Check("a", 0, Now.AddMonths(-4))], Stop);
        await results.WriteAsync([Samples.Check("a", 1, Now.AddMonths(-3))], Stop);
        var step = new IncidentEvent(Now.AddMonths(-5), IncidentEventKind.Started, IntegrationStatus.Unhealthy, null);
        await results.WriteAsync(
            [Samples.Only(Samples.FullSnapshot("a", Now, 3)) with
            {
                Incident = Samples.Incident("in-1", "a", Now.AddMonths(-5), IntegrationStatus.Unhealthy, Now.AddMonths(-4), step),
            }], Stop);
    }

    private static Task<long> RunAsync(ServiceProvider host, DateTimeOffset now) => host.GetRequiredService<IHistoryMaintenance>().RunAsync(
        new HistoryBounds(now, now.AddDays(-30), now.AddDays(-60), now.AddDays(-400), null), Stop);

    private static Task<object?> DaysAsync(string database) => TestSql.ScalarAsync(database, "select count(*) from integration_health_rollup_day");

    /// <summary>The months of a table that exist, attached or not.</summary>
    private static Task<List<string>> PartitionsAsync(string database, string table) => TestSql.ListAsync(
        database, $"select right(relname, 7) from pg_class where relkind = 'r' and relname ~ '^integration_health_{table}_\\d{{4}}_\\d\\d$' order by 1");
}
