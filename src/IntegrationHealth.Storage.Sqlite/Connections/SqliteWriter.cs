using Microsoft.Data.Sqlite;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>
/// The one writer of this process. SQLite lets one connection write at a time; here they queue without spinning, and each turn is one
/// transaction. After a failure the connection is closed, which rolls back, and the next turn opens another.
/// </summary>
internal sealed class SqliteWriter(SqliteSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SqliteSession? _session;

    public SqliteSettings Settings => settings;

    /// <summary>Runs <paramref name="work"/> in a transaction and commits it, or leaves nothing of it.</summary>
    public async ValueTask<TResult> WriteAsync<TState, TResult>(
        TState state, Func<SqliteSession, TState, TResult> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var session = _session ??= SqliteSession.Open(settings);
            session.Begin();
            var result = work(session, state);
            cancellationToken.ThrowIfCancellationRequested();
            session.Commit();
            return result;
        }
        catch
        {
            Reset();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        // At most the rest of one transaction.
        _gate.Wait();
        Reset();

        // The readers' pool would keep the file open after the host is gone.
        using (var reader = new SqliteConnection(settings.ReaderConnectionString))
            SqliteConnection.ClearPool(reader);
        _gate.Dispose();
    }

    private void Reset()
    {
        _session?.Dispose();
        _session = null;
    }
}
