using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Testing;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

public sealed class ScriptTests(SharedServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_InTheRepository_IsThatOfTheMigrations()
    {
        var script = PostgreSqlScript.Create(new PostgreSqlStorageOptions());

        (await File.ReadAllTextAsync(ScriptFile, Stop)).Trim().Should().Be(script.Trim(), "./sql.sh writes it");
    }

    [Fact]
    public async Task Script_RunTwice_MakesWhatAHostNeedsThatMayNotMigrate()
    {
        var database = await server.CreateDatabaseAsync(Stop);
        var script = await File.ReadAllTextAsync(ScriptFile, Stop);
        await TestSql.RunAsync(database, script);
        await TestSql.RunAsync(database, script);

        await using var host = TestHost.Build(database, options => options.MigrateAtStart = false);
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_migrations")).Should().Be(Migrations());
    }

    [Fact]
    public async Task Script_OfAHostsSchemaAndPrefix_MakesItsTablesThere()
    {
        var database = await server.CreateDatabaseAsync(Stop);
        var script = PostgreSqlScript.Create(new PostgreSqlStorageOptions { Schema = "Health", TablePrefix = "our_" });
        await TestSql.RunAsync(database, script);
        await TestSql.RunAsync(database, script);

        await using var host = TestHost.Build(database, options => (options.Schema, options.TablePrefix, options.MigrateAtStart) = ("Health", "our_", false));
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        (await TestSql.ScalarAsync(database, "select count(*) from \"Health\".our_integration_health_migrations")).Should().Be(Migrations());
        (await TestSql.ScalarAsync(database, "select count(*) from pg_tables where schemaname = 'public'")).Should().Be(0L);
    }

    [Fact]
    public void Script_SchemaNotAllowed_Throws() => FluentActions.Invoking(() => PostgreSqlScript.Create(new PostgreSqlStorageOptions { Schema = "a;b" }))
        .Should().Throw<ArgumentException>().WithMessage("*'a;b'*");

    internal static long Migrations()
    {
        using var context = new PostgreSqlDesignTimeFactory().CreateDbContext([]);
        return context.GetService<IMigrationsAssembly>().Migrations.Count;
    }

    private static string ScriptFile => RepositoryRoot.Of("sql", "postgresql.sql");
}
