using IntegrationHealth.Storage.Model;
using Microsoft.Data.Sqlite;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>A connection string and options that were found to be usable.</summary>
internal sealed class SqliteSettings
{
    private const int LongestPrefix = 32;

    public SqliteSettings(string connectionString, SqliteStorageOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.DataSource.Length == 0 || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory
            || builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"UseSqlite needs the path of a file, as in 'Data Source=health.db', not '{builder.DataSource}'. "
                + "To keep everything in memory, leave UseSqlite out.",
                nameof(connectionString));
        }

        if (builder.Mode == SqliteOpenMode.ReadOnly)
            throw new ArgumentException("UseSqlite writes: remove 'Mode=ReadOnly' from the connection string.", nameof(connectionString));
        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > TimeSpan.FromMinutes(1))
            throw new ArgumentException($"BusyTimeout {options.BusyTimeout} is not allowed: use 0 – 1 min.", nameof(options));

        Tables = NamesOf(options);
        BusyTimeout = options.BusyTimeout;
        MigrateAtStart = options.MigrateAtStart;
        FilePath = Path.GetFullPath(builder.DataSource);
        builder.DataSource = FilePath;
        ReaderConnectionString = builder.ToString();

        // The writer's connection is its own: a pooled one would not close when the writer wants to start afresh.
        builder.Pooling = false;
        WriterConnectionString = builder.ToString();
    }

    /// <exception cref="ArgumentException">The prefix is not allowed.</exception>
    public static TableNames NamesOf(SqliteStorageOptions options) =>
        options.TablePrefix.Length <= LongestPrefix && options.TablePrefix.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? new TableNames(options.TablePrefix)
            : throw new ArgumentException(
                $"TablePrefix '{options.TablePrefix}' is not allowed: use up to {LongestPrefix} letters, digits and underscores.", nameof(options));

    public TableNames Tables { get; }

    public TimeSpan BusyTimeout { get; }

    public bool MigrateAtStart { get; }

    public string FilePath { get; }

    public string ReaderConnectionString { get; }

    public string WriterConnectionString { get; }
}
