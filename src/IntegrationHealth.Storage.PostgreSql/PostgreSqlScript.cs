using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IntegrationHealth.Storage.PostgreSql;

/// <summary>The SQL script of this version, for hosts whose DBAs apply migrations.</summary>
public static class PostgreSqlScript
{
    /// <summary>
    /// Writes the script that makes the tables, or brings those of an earlier version up to date, in the schema and with the prefix of the options. Safe to run
    /// again. No server is asked.
    /// </summary>
    /// <param name="options">As they are given to <c>UsePostgreSql</c>.</param>
    /// <returns>SQL for <c>psql</c>.</returns>
    /// <exception cref="ArgumentException">The schema or the prefix is not allowed.</exception>
    public static string Create(PostgreSqlStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tables = PostgreSqlSettings.NamesOf(options);
        using var context = new PostgreSqlHealthDbContext(PostgreSqlHealthDbContext.CreateOptions(tables));
        return context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }
}
