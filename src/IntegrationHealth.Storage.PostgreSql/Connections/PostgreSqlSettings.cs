using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Storage.Model;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>A connection string and options that were found to be usable.</summary>
internal sealed class PostgreSqlSettings
{
    private const int LongestSchema = 63;

    /// <summary>The longest name of a partition and its index stays under PostgreSQL's 63 bytes.</summary>
    private const int LongestPrefix = 16;

    public PostgreSqlSettings(string connectionString, PostgreSqlStorageOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(builder.Host))
        {
            throw new ArgumentException(
                "UsePostgreSql needs a host, as in 'Host=localhost;Database=app;Username=me;Password=secret'.", nameof(connectionString));
        }

        // Nothing here leaves a setting behind on a connection, and a reset would cost a round trip's work for each batch.
        builder.NoResetOnClose = true;
        builder.ApplicationName ??= "IntegrationHealth";
        ConnectionString = builder.ToString();
        Server = $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}";
        Names = NamesOf(options);
        Tables = new PostgreSqlTables(Names);
        MigrateAtStart = options.MigrateAtStart;
    }

    /// <exception cref="ArgumentException">The schema or the prefix is not allowed.</exception>
    public static TableNames NamesOf(PostgreSqlStorageOptions options)
    {
        if (options.Schema.Length is 0 or > LongestSchema || !IsName(options.Schema))
        {
            throw new ArgumentException(
                $"Schema '{options.Schema}' is not allowed: use 1–{LongestSchema} letters, digits and underscores.", nameof(options));
        }

        if (options.TablePrefix.Length > LongestPrefix || !IsName(options.TablePrefix))
        {
            throw new ArgumentException(
                $"TablePrefix '{options.TablePrefix}' is not allowed: use up to {LongestPrefix} letters, digits and underscores.", nameof(options));
        }

        return new TableNames(options.TablePrefix, options.Schema);
    }

    public string ConnectionString { get; }

    /// <summary>Where the database is, for messages; without user or password.</summary>
    public string Server { get; }

    /// <summary>Names as EF takes them.</summary>
    public TableNames Names { get; }

    /// <summary>Names as SQL takes them.</summary>
    public PostgreSqlTables Tables { get; }

    public bool MigrateAtStart { get; }

    /// <summary>A number for an advisory lock that is this schema's and prefix' own.</summary>
    public long LockKey(string purpose) =>
        BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"integrationhealth/{Names.Schema}/{Names.Prefix}/{purpose}")));

    /// <summary>True when another host opened the same alert first.</summary>
    public bool IsAlertTaken(PostgresException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation
        && exception.SchemaName == Names.Schema && exception.TableName == Names.Alerts;

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
