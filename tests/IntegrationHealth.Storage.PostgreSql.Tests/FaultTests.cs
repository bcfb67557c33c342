using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Testing;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

public sealed class FaultTests(SharedServer shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_StoppedAndStartedUnderLoad_LosesNothingAcknowledged(bool kill)
    {
        await using var server = await PostgreSqlServer.StartNewAsync(Stop);
        await using var host = await TestHost.StartAsync(server.ConnectionString, "a", "b");
        var results = host.GetRequiredService<IResultStore>();
        var acknowledged = 0;
        var stopping = Task.CompletedTask;
        for (var failures = 0; failures == 0 || acknowledged < 40;)
        {
            var at = StorageContract.Start.AddMilliseconds(acknowledged);
            try
            {
                var refused = await results.WriteAsync(
                    [Samples.Check("a", acknowledged, at), Samples.Check("b", acknowledged, at)], Stop);

                // Refused: the try before was stored, and its answer was lost.
                refused.Should().BeEmpty().And.Subject.Should().NotBeNull();
                if (++acknowledged == 20 && failures == 0)
                    stopping = kill ? server.KillAsync() : server.StopAsync();
            }
            catch (Exception exception) when (exception is NpgsqlException && failures < 100)
            {
                failures++;
                await stopping;
                await server.StartAsync(Stop);
                acknowledged = (int)(await host.GetRequiredService<IHealthReader>().GetAsync(["a"], Stop)).Single().Snapshot.Version is var stored
                    && stored >= acknowledged ? stored : throw new InvalidOperationException($"Lost: {acknowledged} were acknowledged, {stored} are stored.");
            }
        }

        foreach (var id in new[] { "a", "b" })
        {
            var history = host.GetRequiredService<IHistoryReader>();
            (await history.GetChecksAsync(id, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1_000, Stop)).Should().HaveCount(acknowledged);
            (await history.GetBucketsAsync(id, HistoryResolution.Hour, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Stop))
                .Sum(hour => hour.Checks).Should().Be(acknowledged);
        }
    }

    [Fact]
    public async Task Initialize_TablesOfAnotherVersion_SaysSoAndNotThatTheServerIsAway()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database)).DisposeAsync();
        await TestSql.RunAsync(database, "delete from integration_health_migrations where \"MigrationId\" like '%_Alerting'");

        var start = () => TestHost.StartAsync(database);

        (await start.Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*already exists*another version*start that version*").WithInnerException<PostgresException>();
    }

    [Fact]
    public async Task Write_DiskFull_LeavesNothingOfTheBatchAndGoesOnWhenThereIsRoom()
    {
        // Small log files, so that a limit of what a file may hold meets the tables and not the log.
        await using var server = await PostgreSqlServer.StartNewAsync(Stop, "--wal-segsize=1");
        string[] ids = [.. Enumerable.Range(0, 500).Select(i => $"i{i}")];
        await using (var ready = await TestHost.StartAsync(server.ConnectionString, ids))
            (await ready.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("i0", 0, StorageContract.Start)], Stop)).Should().BeEmpty();
        ResultWrite[] batch = [.. ids.Select((id, i) => Large(Samples.Check(id, i == 0 ? 1 : 0, StorageContract.Start.AddMinutes(1)), i))];
        await server.LimitFilesAsync(2 << 20, Stop);
        await using var host = TestHost.Build(server.ConnectionString);
        var results = host.GetRequiredService<IResultStore>();

        var full = (await FluentActions.Awaiting(async () => await results.WriteAsync(batch, Stop)).Should().ThrowAsync<PostgresException>())
            .WithMessage("*could not extend file*").Which;
        results.IsUnavailable(full).Should().BeTrue("no result is to blame for it");

        await server.LimitFilesAsync(null, Stop);
        (await TestSql.ScalarAsync(server.ConnectionString, "select count(*) from integration_health_history")).Should().Be(1L);
        (await TestSql.ScalarAsync(server.ConnectionString, "select sum(version)::bigint from integration_health_checks")).Should().Be(1L);
        (await results.WriteAsync(batch, Stop)).Should().BeEmpty();
        (await TestSql.ScalarAsync(server.ConnectionString, "select count(*) from integration_health_history")).Should().Be(501L);
    }

    [Fact]
    public async Task Write_LateAfterTheLeaseWasLost_IsRefusedByVersionAndLeavesNothing()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a", "b");

        // Another host has the row, and commits while this one already waits for it.
        await using var other = await TestSql.OpenAsync(database);
        await other.RunAsync("begin; update integration_health_checks set version = 1 where id = 'a'");
        var late = host.GetRequiredService<IResultStore>().WriteAsync(
            [Samples.Check("a", 0, StorageContract.Start), Samples.Check("b", 0, StorageContract.Start)], Stop).AsTask();
        await WaitFor.ValueAsync(
            async () => (long)(await TestSql.ScalarAsync(database, "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"))!,
            waiting => waiting > 0 || late.IsCompleted, TimeSpan.FromMinutes(1), "the late write waits", Stop);
        late.IsCompleted.Should().BeFalse();
        await other.RunAsync("commit");

        (await late).Should().Equal("a");
        (await TestSql.ListAsync(database, """
            select i.id from integration_health_history h join integrations i using (iid)
            union all select i.id from integration_health_rollup_hour r join integrations i using (iid)
            """)).Should().Equal("b", "b");
    }

    [Fact]
    public async Task Initialize_FourHostsAtOnce_MigrateOnce()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        var hosts = Enumerable.Range(0, 4).Select(_ => TestHost.Build(database)).ToList();

        await Task.WhenAll(hosts.Select(host => Task.Run(() => host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop), Stop)));

        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_migrations")).Should().Be(ScriptTests.Migrations());
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Initialize_WithoutMigrating_SaysWhatIsMissing()
    {
        await using var host = TestHost.Build(await shared.CreateDatabaseAsync(Stop), options => options.MigrateAtStart = false);

        var start = () => host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*_Initial*SQL script*MigrateAtStart*");
    }

    [Fact]
    public async Task Write_PartitionMissing_IsMadeOnTheWay()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        var results = host.GetRequiredService<IResultStore>();
        var longAgo = new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.Zero);

        (await results.WriteAsync([Samples.Check("a", 0, longAgo)], Stop)).Should().BeEmpty();
        (await results.WriteAsync([Samples.Check("a", 1, StorageContract.Start.AddMonths(9))], Stop)).Should().BeEmpty();

        (await PartitionsAsync(database)).Should().Contain(["integration_health_history_1999_12", "integration_health_history_2026_12"]);
    }

    [Fact]
    public async Task Write_PartitionWasDetached_IsAttachedAgain()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        var results = host.GetRequiredService<IResultStore>();
        await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop);
        await TestSql.RunAsync(database, "alter table integration_health_history detach partition integration_health_history_2026_03");

        (await results.WriteAsync([Samples.Check("a", 1, StorageContract.Start.AddMinutes(1))], Stop)).Should().BeEmpty();

        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_history")).Should().Be(2L, "what it held is there again");
    }

    /// <summary>As a host leaves it that is killed between the two statements. One that a person detached is theirs.</summary>
    [Fact]
    public async Task Maintenance_FindsWhatWasDetachedAndNotDropped_DropsItsOwn()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        var results = host.GetRequiredService<IResultStore>();
        var now = StorageContract.Start;
        await results.WriteAsync([Samples.Check("a", 0, now.AddMonths(-4))], Stop);
        await results.WriteAsync([Samples.Check("a", 1, now.AddMonths(-3))], Stop);
        await TestSql.RunAsync(database, """
            comment on table integration_health_history_2025_12 is 'IntegrationHealth: dropped by retention';
            alter table integration_health_history detach partition integration_health_history_2025_12;
            alter table integration_health_history detach partition integration_health_history_2025_11
            """);

        await host.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(now, now.AddDays(-30), now.AddDays(-90), now.AddDays(-400), null), Stop);

        (await TestSql.ListAsync(database, "select relname::text from pg_class where relname in ('integration_health_history_2025_11', 'integration_health_history_2025_12')"))
            .Should().Equal("integration_health_history_2025_11");
    }

    [Fact]
    public async Task Maintenance_ClockAYearAhead_DropsNothingThatTheDatabaseHoldsForRecent()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database, "a")).DisposeAsync();
        var now = StorageContract.Start;
        await using var host = TestHost.Build(database, time: new FakeTimeProvider(now.AddYears(1)), server: new FakeTimeProvider(now));
        await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 0, now.AddDays(-1))], Stop);
        var wrong = now.AddYears(1);

        await host.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(wrong, wrong.AddDays(-30), wrong.AddDays(-90), wrong.AddDays(-400), wrong.AddDays(-400)), Stop);

        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_history")).Should().Be(1L);
        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_rollup_hour")).Should().Be(1L);
        (await TestSql.ScalarAsync(database, "select at from integration_health_progress")).Should().Be(new DateTime(2026, 3, 10, 0, 0, 0, DateTimeKind.Utc));
    }

    /// <summary>Yesterday is folded already by the other hosts, and this one takes it for today.</summary>
    [Fact]
    public async Task Write_ClockADayBehind_MarksTheFoldedDayAsLate()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        var now = StorageContract.Start;
        await using var host = TestHost.Build(database, time: new FakeTimeProvider(now.AddDays(-1)), server: new FakeTimeProvider(now));
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync([Samples.Integration("a")], Stop);

        await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 0, now.AddDays(-1))], Stop);

        (await TestSql.ScalarAsync(database, "select day from integration_health_rollup_late")).Should().Be(new DateTime(2026, 3, 9, 0, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task Maintenance_MakesPartitionsAheadAndDropsOldOnesWhole()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        var results = host.GetRequiredService<IResultStore>();
        await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start.AddMonths(-3))], Stop);
        await results.WriteAsync([Samples.Check("a", 1, StorageContract.Start)], Stop);
        var now = StorageContract.Start;

        await host.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(now, now.AddDays(-30), now.AddDays(-90), now.AddDays(-400), null), Stop);

        (await PartitionsAsync(database)).Should().Equal(
            "integration_health_history_2026_02", "integration_health_history_2026_03", "integration_health_history_2026_04",
            "integration_health_history_2026_05");
    }

    [Fact]
    public async Task Write_TextThatPostgreSqlDoesNotTake_IsStoredWithoutIt()
    {
        await using var host = await TestHost.StartAsync(await shared.CreateDatabaseAsync(Stop), "a");
        var check = Samples.Check("a", 0, StorageContract.Start, CheckOutcome.Failed, kind: FailureKind.InvalidResponse);
        var write = check with { History = check.History! with { Message = "a\0b\uD83D" } };

        (await host.GetRequiredService<IResultStore>().WriteAsync([write], Stop)).Should().BeEmpty();

        (await host.GetRequiredService<IHistoryReader>().GetChecksAsync("a", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Stop))
            .Single().Message.Should().Be("a\uFFFDb\uFFFD");
    }

    [Fact]
    public async Task Write_AnotherHostRemovedAndAddedIt_FindsTheNewOne()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        await using var other = TestHost.Build(database);
        var results = host.GetRequiredService<IResultStore>();
        await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop);
        await other.GetRequiredService<IIntegrationStore>().DeleteAsync(["a"], Stop);
        await other.GetRequiredService<IIntegrationStore>().UpsertAsync([Samples.Integration("a")], Stop);

        (await results.WriteAsync([Samples.Check("a", 1, StorageContract.Start)], Stop)).Should().Equal("a");
        (await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop)).Should().BeEmpty();
    }

    [Fact]
    public void Model_HasItsMigration()
    {
        using var context = new Connections.PostgreSqlDesignTimeFactory().CreateDbContext([]);

        Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.HasPendingModelChanges(context.Database)
            .Should().BeFalse("run 'dotnet ef migrations add'");
    }

    [Theory]
    [InlineData("Database=x", "*needs a host*")]
    [InlineData(" ", "*")]
    public void UsePostgreSql_NoHost_Throws(string connectionString, string message) =>
        FluentActions.Invoking(() => TestHost.Build(connectionString)).Should().Throw<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData("a b", "")]
    [InlineData("", "")]
    [InlineData("public", "a-")]
    [InlineData("public", "a2345678901234567")]
    public void UsePostgreSql_NameNotAllowed_Throws(string schema, string prefix) => FluentActions.Invoking(() => TestHost.Build(
            "Host=x", options => (options.Schema, options.TablePrefix) = (schema, prefix)))
        .Should().Throw<ArgumentException>().WithMessage("*is not allowed*");

    /// <summary>With a message that no compression makes small.</summary>
    private static ResultWrite Large(ResultWrite write, int seed)
    {
        var bytes = new byte[3_000];
        new Random(seed).NextBytes(bytes);
        return write with { History = write.History! with { Message = Convert.ToHexString(bytes) } };
    }

    private static Task<List<string>> PartitionsAsync(string database) => TestSql.ListAsync(database, """
        select inhrelid::regclass::text from pg_inherits where inhparent = 'integration_health_history'::regclass order by 1
        """);
}
