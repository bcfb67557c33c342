using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Testing;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

public sealed class ScriptTests(SharedServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_InTheRepository_IsThatOfTheMigrations()
    {
        await using var context = new PostgreSqlDesignTimeFactory().CreateDbContext([]);

        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

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
        await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<IntegrationHealth.Writing.IStorageInitializer>(host).InitializeAsync(Stop);

        (await TestSql.ScalarAsync(database, "select count(*) from integration_health_migrations")).Should().Be(Migrations());
    }

    internal static long Migrations()
    {
        using var context = new PostgreSqlDesignTimeFactory().CreateDbContext([]);
        return context.GetService<IMigrationsAssembly>().Migrations.Count;
    }

    private static string ScriptFile => RepositoryRoot.Of("sql", "postgresql.sql");
}
