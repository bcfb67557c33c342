using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>What a program of <c>./bundle.sh</c> does, but for being a program: EF Core makes the context by the factory, names the database, and migrates.</summary>
public sealed class BundleTests(SharedServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("public", "")]
    [InlineData("Health", "our_")]
    public async Task Bundle_RunTwice_MakesWhatAHostNeedsThatMayNotMigrate(string schema, string prefix)
    {
        var database = await server.CreateDatabaseAsync(Stop);
        string[] args = prefix.Length == 0 ? [] : ["--schema", schema, "--prefix", prefix];
        await MigrateAsync(database, args);
        await MigrateAsync(database, args);
        await using var host = TestHost.Build(database, options => (options.Schema, options.TablePrefix, options.MigrateAtStart) = (schema, prefix, false));

        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);

        (await TestSql.ScalarAsync(database, $"select count(*) from \"{schema}\".{prefix}integration_health_migrations")).Should().Be(ScriptTests.Migrations());
    }

    private static async Task MigrateAsync(string database, string[] args)
    {
        await using var context = new PostgreSqlDesignTimeFactory().CreateDbContext(args);
        context.Database.SetConnectionString(database);
        await context.Database.MigrateAsync(Stop);
    }
}
