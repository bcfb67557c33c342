using System.Globalization;
using IntegrationHealth.Storage.Model;
using Microsoft.Data.Sqlite;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>The writer's connection with its prepared statements and the keys it has seen. Thrown away after any failure.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>Every result touches a page of three tables: a page that is not in the cache is read again for each.</summary>
    private const int CacheKibibytes = 65_536;

    /// <summary>32 MiB of log: a page that many results change is copied into the file once for all of them.</summary>
    private const int PagesBeforeCheckpoint = 8_192;

    /// <summary>What the log may keep after a checkpoint, in bytes: one that grew behind a long reader gives its room back.</summary>
    private const int LargestJournal = 64 * 1024 * 1024;

    private readonly SqliteConnection _connection;

    // By reference: hashing the text of a statement would cost as much as binding it. Callers keep theirs in a field.
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, IntegrationKey> _keys = new(StringComparer.Ordinal);
    private readonly string _findKey;

    private SqliteSession(SqliteConnection connection, SqliteSettings settings)
    {
        _connection = connection;
        _findKey = $"select iid, provider from {settings.Tables.Integrations} where id = ?";
    }

    public static SqliteSession Open(SqliteSettings settings)
    {
        var connection = new SqliteConnection(settings.WriterConnectionString);
        var session = new SqliteSession(connection, settings);
        try
        {
            connection.Open();
            session.Run("pragma busy_timeout = "
                + settings.BusyTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));

            // What was committed survives a power cut. It costs a tenth at batches of 1,000.
            session.Run("pragma synchronous = FULL");
            session.Run($"pragma cache_size = {-CacheKibibytes}");
            session.Run($"pragma journal_size_limit = {LargestJournal}");
            session.Run($"pragma wal_autocheckpoint = {PagesBeforeCheckpoint}");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The statement of this text, prepared at its first use; the same text must be the same object.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqliteStatement(_connection.Handle!, sql));
        return statement;
    }

    /// <summary>Runs a statement that is not worth keeping.</summary>
    public void Run(string sql)
    {
        using var statement = new SqliteStatement(_connection.Handle!, sql);
        statement.Execute();
    }

    /// <summary>The surrogate key of an integration, and its provider; null when there is none.</summary>
    public IntegrationKey? FindKey(string id)
    {
        if (_keys.TryGetValue(id, out var known))
            return known;

        if (Prepare(_findKey).Bind(id).ReadNumberAndText() is not { } found)
            return null;
        var key = new IntegrationKey(found.Number, string.Intern(found.Text));
        _keys.Add(id, key);
        return key;
    }

    /// <summary>Forgets a key that may be gone: another process can have removed the integration.</summary>
    public void ForgetKey(string id) => _keys.Remove(id);

    /// <summary>Takes the write lock at once, so that what is read in the transaction cannot change under it.</summary>
    public void Begin() => Prepare("begin immediate").Execute();

    public void Commit() => Prepare("commit").Execute();

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();

        // Closing rolls back whatever is open.
        _connection.Dispose();
    }
}
