using System.Data.Common;
using IntegrationHealth.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>For <c>dotnet ef</c>, which opens no file, and for migration bundles. Takes <c>--prefix</c>, as the host's options name it.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteHealthDbContext>
{
    public SqliteHealthDbContext CreateDbContext(string[] args)
    {
        var options = new SqliteStorageOptions();
        var tables = SqliteSettings.NamesOf(new SqliteStorageOptions { TablePrefix = DesignTimeArgument.Of(args, "--prefix") ?? options.TablePrefix });
        var context = new DbContextOptionsBuilder<SqliteHealthDbContext>(SqliteHealthDbContext.CreateOptions("Data Source=design.db", tables));
        return new SqliteHealthDbContext(context.AddInterceptors(new FileThatShrinks()).Options);
    }

    /// <summary>As a host does when it makes its file; only one without tables takes it.</summary>
    private sealed class FileThatShrinks : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            // EF Core looks whether the file is there by a connection of its own, which may not write.
            if (new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly)
                return;
            using var command = connection.CreateCommand();
            command.CommandText = "pragma auto_vacuum = INCREMENTAL";
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
