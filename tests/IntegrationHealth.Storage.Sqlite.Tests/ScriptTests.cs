using IntegrationHealth.Catalog;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Testing;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Script_InTheRepository_IsThatOfTheMigrations()
    {
        var script = SqliteScript.Create(new SqliteStorageOptions());

        (await File.ReadAllTextAsync(ScriptFile, Stop)).Trim().Should().Be(script.Trim(), "./sql.sh writes it");
    }

    [Fact]
    public async Task Script_RunTwice_MakesWhatAHostNeedsThatMayNotMigrate()
    {
        var script = await File.ReadAllTextAsync(ScriptFile, Stop);
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        _database.Execute(script);
        await using var host = BuildHost();
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync([Samples.Integration("a")], Stop);

        (await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop)).Should().BeEmpty();

        _database.Execute(script);

        (await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 1, StorageContract.Start.AddMinutes(1))], Stop)).Should().BeEmpty();
        _database.Scalar("select count(*) from integration_health_history").Should().Be(2L);
        _database.Scalar("select sum(succeeded) from integration_health_rollup_hour").Should().Be(2L);
        _database.Scalar("select count(*) from integration_health_migrations").Should().Be(Migrations());
        _database.Scalar("pragma journal_mode").Should().Be("wal");
        _database.Scalar("pragma auto_vacuum").Should().Be(2L, "2 is incremental");
    }

    [Fact]
    public async Task Script_OfAHostsPrefix_MakesItsTablesUnderIt()
    {
        var script = SqliteScript.Create(new SqliteStorageOptions { TablePrefix = "our_" });
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        _database.Execute(script);
        _database.Execute(script);
        await using var host = BuildHost("our_");

        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        _database.Scalar("select count(*) from our_integration_health_migrations").Should().Be(Migrations());
        _database.Scalar("select count(*) from sqlite_master where type = 'table' and name not like 'our_%' and name not like 'sqlite_%'").Should().Be(0L);
    }

    [Fact]
    public async Task Initialize_WithoutMigratingAndWithoutAFile_SaysSoAndMakesNone()
    {
        await using var host = BuildHost();

        var start = () => host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage($"*'{_database.FilePath}' is not there*SQL script*MigrateAtStart*");
        File.Exists(_database.FilePath).Should().BeFalse();
    }

    [Fact]
    public async Task Initialize_WithoutMigratingAFileWithoutTables_SaysWhatIsMissing()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        _database.Execute("create table theirs (x text)");
        await using var host = BuildHost();

        var start = () => host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*_Initial*SQL script*MigrateAtStart*");
        _database.Scalar("select count(*) from sqlite_master").Should().Be(1L, "nothing was made");
    }

    internal static long Migrations()
    {
        using var context = new SqliteDesignTimeFactory().CreateDbContext([]);
        return context.GetService<IMigrationsAssembly>().Migrations.Count;
    }

    private ServiceProvider BuildHost(string prefix = "") =>
        _database.BuildHost(configure: options => (options.TablePrefix, options.MigrateAtStart) = (prefix, false));

    private static string ScriptFile => RepositoryRoot.Of("sql", "sqlite.sql");
}
