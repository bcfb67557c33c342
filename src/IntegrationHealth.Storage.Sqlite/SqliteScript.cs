using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IntegrationHealth.Storage.Sqlite;

/// <summary>The SQL script of this version, for hosts that may not make tables themselves.</summary>
public static class SqliteScript
{
    /// <summary>Only a file without tables takes the first of these.</summary>
    private const string Settings = "PRAGMA auto_vacuum = INCREMENTAL;\nPRAGMA journal_mode = WAL;\n\n";

    /// <summary>
    /// Writes the script that makes the tables, or brings those of an earlier version up to date, with the prefix of the options. Safe to run again.
    /// </summary>
    /// <param name="options">As they are given to <c>UseSqlite</c>.</param>
    /// <returns>SQL for <c>sqlite3</c>.</returns>
    /// <exception cref="ArgumentException">The prefix is not allowed.</exception>
    public static string Create(SqliteStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tables = SqliteSettings.NamesOf(options);
        using var context = new SqliteHealthDbContext(SqliteHealthDbContext.CreateOptions("Data Source=script.db", tables));

        // SQLite has no conditional statements, so EF Core makes no idempotent script for it: the migrations' own statements are conditional instead.
        var (once, again) = ($"INSERT INTO \"{tables.Migrations}\"", $"INSERT OR IGNORE INTO \"{tables.Migrations}\"");
        return Settings + context.GetService<IMigrator>().GenerateScript().Replace(once, again, StringComparison.Ordinal);
    }
}
