using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore.Design;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>For <c>dotnet ef</c>; no file is opened.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteHealthDbContext>
{
    public SqliteHealthDbContext CreateDbContext(string[] args)
    {
        var tables = new TableNames("");
        return new SqliteHealthDbContext(SqliteHealthDbContext.CreateOptions("Data Source=design.db", tables), tables);
    }
}
