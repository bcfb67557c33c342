using IntegrationHealth.Catalog;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

public sealed class InitializerTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Initialize_NewFile_HasTheWriteAheadLogAndShrinks()
    {
        await using var host = await StartAsync();

        _database.Scalar("pragma journal_mode").Should().Be("wal");
        _database.Scalar("pragma auto_vacuum").Should().Be(2L, "2 is incremental");
    }

    [Fact]
    public async Task Initialize_EightAtOnceOnANewFile_AllSucceed()
    {
        var hosts = Enumerable.Range(0, 8).Select(_ => _database.BuildHost()).ToList();

        await Task.WhenAll(hosts.Select(host =>
            Task.Run(() => host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop), Stop)));

        _database.Scalar("select count(*) from integration_health_migrations").Should().Be(ScriptTests.Migrations());
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Initialize_ThreeProcessesAtOnceOnANewFile_AllSucceed()
    {
        var children = Enumerable.Range(0, 3).Select(_ => ChildProcess.Initialize(_database.FilePath)).ToList();

        foreach (var child in children)
        {
            using (child)
            {
                await child.WaitForExitAsync(Stop);
                child.ExitCode.Should().Be(0);
            }
        }

        _database.Scalar("select count(*) from integration_health_migrations").Should().Be(ScriptTests.Migrations());
    }

    [Fact(Timeout = 60_000)]
    public async Task Initialize_MigrationLockOfAKilledProcess_DoesNotWait()
    {
        // As EF Core leaves it when it is killed between taking and freeing its lock.
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        _database.Execute("""
            create table "__EFMigrationsLock" ("Id" integer not null primary key, "Timestamp" text not null);
            insert into "__EFMigrationsLock" values (1, '2026-01-01 00:00:00');
            """);

        await using var host = _database.BuildHost();
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(TestContext.Current.CancellationToken);

        _database.Scalar("select count(*) from integrations").Should().Be(0L);
    }

    [Fact]
    public async Task Initialize_AnotherSetsUp_WaitsForItsEnd()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        await using var host = _database.BuildHost();
        var held = await SetupLock.AcquireAsync(_database.FilePath, TimeProvider.System, Stop);

        var initialize = host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        initialize.IsCompleted.Should().BeFalse();
        File.Exists(_database.FilePath).Should().BeFalse("nothing is touched meanwhile");
        held.Dispose();

        await initialize;
    }

    [Fact]
    public async Task Initialize_Again_KeepsEverything()
    {
        await using (var host = await StartAsync())
        {
            await host.GetRequiredService<IIntegrationStore>().UpsertAsync([Conformance.Samples.Integration("a")], Stop);
        }

        await using var again = await StartAsync();

        _database.Scalar("select count(*) from integrations").Should().Be(1L);
    }

    [Fact]
    public async Task Initialize_FileSharedWithTheHost_KeepsItsTables()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        _database.Execute("create table integrations (theirs text); insert into integrations values ('x');");

        await using var host = await StartAsync("health_");

        _database.Scalar("select theirs from integrations").Should().Be("x");
        _database.Scalar("select count(*) from health_integrations").Should().Be(0L);
    }

    [Fact]
    public async Task Initialize_NoDatabase_SaysWhichFileAndWhatToDo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        await File.WriteAllTextAsync(_database.FilePath, new string('x', 8_192), Stop);

        var start = () => StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"*'{_database.FilePath}'*no SQLite database*restore it*").WithInnerException<SqliteException>();
        (await File.ReadAllTextAsync(_database.FilePath, Stop)).Should().Be(new string('x', 8_192));
    }

    [Fact]
    public async Task Initialize_TablesOfAnotherVersion_SaysSoAndNotThatTheFileCannotBeRead()
    {
        await (await StartAsync()).DisposeAsync();
        _database.Execute("delete from integration_health_migrations where rowid = 2; drop table health_check_alerts; create table health_check_alerts (id text)");

        var start = () => StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"*'{_database.FilePath}'*no such column*another version*start that version*").WithInnerException<SqliteException>()
            .Which.SqliteErrorCode.Should().Be(1);
    }

    [Fact]
    public async Task Initialize_FileThatCannotBeOpened_SaysThatTheHostMustReadAndWriteIt()
    {
        await (await StartAsync()).DisposeAsync();
        using var other = _database.Open();
        using var command = other.CreateCommand();
        command.CommandText = "delete from integration_health_migrations where rowid = 2; begin exclusive";
        command.ExecuteNonQuery();

        await using var host = _database.BuildHost("", options => options.BusyTimeout = TimeSpan.FromMilliseconds(1));
        var start = () => host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("read and write").And.NotContain("another version");
    }

    [Fact]
    public async Task Initialize_FolderInTheWay_SaysWhichFileAndWhatToDo()
    {
        Directory.CreateDirectory(_database.FilePath);

        var start = () => StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage($"*'{_database.FilePath}'*name another file*");
    }

    [Fact]
    public async Task Initialize_FileInTheWayOfTheFolder_SaysWhichFileAndWhatToDo()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(_database.FilePath)!, "", Stop);

        var start = () => StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage($"*'{_database.FilePath}'*name another file*");
    }

    [Fact]
    public void Model_HasItsMigration()
    {
        using var context = new SqliteDesignTimeFactory().CreateDbContext([]);

        context.Database.HasPendingModelChanges().Should().BeFalse("run 'dotnet ef migrations add'");
    }

    [Fact]
    public async Task Model_ColumnsOfEveryTable_AreThoseOfTheMigration()
    {
        await using var host = await StartAsync();
        await using var context = host.GetRequiredService<Dialects.IStoreDialect>().CreateContext();

        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            _database.Columns(table).Should().BeEquivalentTo(
                entity.GetProperties().Select(property => (property.GetColumnName(), property.IsColumnNullable())), "of {0}", table);
        }
    }

    [Fact]
    public async Task Down_RemovesEveryTable()
    {
        await using var host = await StartAsync();
        await using var context = host.GetRequiredService<Dialects.IStoreDialect>().CreateContext();

        await context.Database.MigrateAsync("0", Stop);

        _database.Scalar("select count(*) from sqlite_master where (name like 'integration%' or name like 'health_check%') and name <> 'integration_health_migrations'")
            .Should().Be(0L);
    }

    private async Task<ServiceProvider> StartAsync(string prefix = "")
    {
        var host = _database.BuildHost(prefix);
        try
        {
            await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
