using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore.Design;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>For <c>dotnet ef</c>, which asks no server, and for migration bundles. Takes <c>--schema</c> and <c>--prefix</c>, as the host's options name them.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlHealthDbContext>
{
    public PostgreSqlHealthDbContext CreateDbContext(string[] args)
    {
        var options = new PostgreSqlStorageOptions();
        var tables = PostgreSqlSettings.NamesOf(new PostgreSqlStorageOptions
        {
            Schema = DesignTimeArgument.Of(args, "--schema") ?? options.Schema,
            TablePrefix = DesignTimeArgument.Of(args, "--prefix") ?? options.TablePrefix,
        });
        return new PostgreSqlHealthDbContext(PostgreSqlHealthDbContext.CreateOptions(tables));
    }
}
