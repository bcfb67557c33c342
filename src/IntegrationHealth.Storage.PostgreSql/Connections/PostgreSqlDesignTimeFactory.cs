using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore.Design;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>For <c>dotnet ef</c>; no server is asked.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlHealthDbContext>
{
    public PostgreSqlHealthDbContext CreateDbContext(string[] args)
    {
        var tables = new TableNames("", "public");
        return new PostgreSqlHealthDbContext(PostgreSqlHealthDbContext.CreateOptions(tables), tables);
    }
}
