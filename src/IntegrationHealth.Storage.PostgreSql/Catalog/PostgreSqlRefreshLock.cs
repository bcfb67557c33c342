using IntegrationHealth.Credentials;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Catalog;

/// <summary>
/// Keeps hosts that share the database from using one refresh token at once. The lock is a transaction's, so that it ends with its holder
/// and passes a connection pooler.
/// </summary>
internal sealed class PostgreSqlRefreshLock(PostgreSqlConnections connections) : ICredentialRefreshLock, IDisposable
{
    /// <summary>A lock holds a connection as long as the vendor takes to answer: results must find others.</summary>
    private const int Most = 16;

    private readonly SemaphoreSlim _places = new(Most, Most);

    public async ValueTask<IAsyncDisposable> AcquireAsync(string credentialId, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connections.Source.OpenConnectionAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var commands = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(TransactionBound.WhileAVendorAnswers),
                    new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)")
                    {
                        Parameters = { new NpgsqlParameter<long> { TypedValue = connections.Settings.LockKey($"refresh/{credentialId}") } },
                    },
                },
                // Whoever waits says for how long.
                Timeout = 0,
            };
            await commands.ExecuteNonQueryAsync(cancellationToken);
            return new Held(connection, transaction, _places);
        }
        catch
        {
            // Closing rolls the transaction back.
            if (connection is not null)
                await connection.DisposeAsync();
            _places.Release();
            throw;
        }
    }

    public void Dispose() => _places.Dispose();

    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction, SemaphoreSlim places) : IAsyncDisposable
    {
        private bool _given;

        public async ValueTask DisposeAsync()
        {
            if (_given)
                return;
            _given = true;
            try
            {
                await transaction.DisposeAsync();
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException)
            {
                // The connection broke meanwhile, which has given the lock back; the tokens that were got under it count.
            }
            finally
            {
                await connection.DisposeAsync();
                places.Release();
            }
        }
    }
}
