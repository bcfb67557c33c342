using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>What a program of <c>./bundle.sh</c> does, but for being a program: EF Core makes the context by the factory, names the file, and migrates.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("our_")]
    public async Task Bundle_RunTwice_MakesTheFileThatAHostWouldMake(string prefix)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        string[] args = prefix.Length == 0 ? [] : ["--prefix", prefix];
        await MigrateAsync(args);
        await MigrateAsync(args);
        await using var host = _database.BuildHost(configure: options => (options.TablePrefix, options.MigrateAtStart) = (prefix, false));

        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        _database.Scalar($"select count(*) from {prefix}integration_health_migrations").Should().Be(ScriptTests.Migrations());
        _database.Scalar("pragma journal_mode").Should().Be("wal");
        _database.Scalar("pragma auto_vacuum").Should().Be(2L, "2 is incremental");
    }

    [Fact]
    public async Task Bundle_OfTablesThatTheScriptMade_HasNothingToDo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.FilePath)!);
        _database.Execute(SqliteScript.Create(new SqliteStorageOptions()));

        await MigrateAsync([]);

        _database.Scalar("select count(*) from integration_health_migrations").Should().Be(ScriptTests.Migrations());
    }

    [Fact]
    public void Factory_ArgumentWithoutAValue_SaysSo() => FluentActions.Invoking(() => new SqliteDesignTimeFactory().CreateDbContext(["--prefix"]))
        .Should().Throw<ArgumentException>().WithMessage("--prefix needs a value.*");

    private async Task MigrateAsync(string[] args)
    {
        await using var context = new SqliteDesignTimeFactory().CreateDbContext(args);
        context.Database.SetConnectionString($"{_database.ConnectionString};Pooling=False");
        await context.Database.MigrateAsync(Stop);
    }
}
