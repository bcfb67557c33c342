using IntegrationHealth.History;
using IntegrationHealth.Storage.PostgreSql.Alerting;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.History;
using IntegrationHealth.Writing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>
/// Writes a batch in one transaction and two round trips: all that is an integration's own, and then, once it is known what was refused,
/// all that is counted over several, with the commit.
/// </summary>
internal sealed class PostgreSqlResultStore(
    PostgreSqlConnections connections, IntegrationKeys keys, Partitions partitions, ServerClock clock) : IResultStore, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ResultBatch _batch = new();
    private readonly AlertSql _alerts = new(connections.Settings.Tables);
    private ResultSql? _sql;

    private ResultSql Sql => _sql ??= new ResultSql(connections.Settings.Tables, _batch);

    public async ValueTask<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var write in batch)
            ArgumentNullException.ThrowIfNull(write, nameof(batch));
        if (batch.Count == 0)
            return [];

        // One batch at a time uses the columns; the result writer brings no more.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await WriteOrPartitionAsync(batch, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public bool IsUnavailable(Exception exception) => exception is NpgsqlException { IsTransient: true } || StorageTrouble.IsOfTheDisk(exception);

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyList<string>> WriteOrPartitionAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteOnceAsync(batch, cancellationToken);
        }
        catch (PostgresException exception) when (IsPartitionMissing(exception))
        {
            // Of a clock that is wrong, of a result that is very late, or because nobody kept house for months.
            var months = batch.SelectMany(write => write.Rollups.Select(delta => delta.Hour)
                .Concat(write.History is { } check ? [check.CheckedAt] : [])).Select(Periods.MonthOf);
            await partitions.EnsureAsync(months, cancellationToken);
            return await WriteOnceAsync(batch, cancellationToken);
        }
        catch (PostgresException exception) when (connections.Settings.IsAlertTaken(exception))
        {
            // Another host opened the alert between the look and the insert: now that look finds it, and the result is refused.
            return await WriteOnceAsync(batch, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> WriteOnceAsync(IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        // Whatever is thrown below, disposing the connection rolls back.
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        await keys.LoadAsync(connection, batch, cancellationToken);
        _batch.Fill(batch, keys.Find);
        if (_batch.IsEmpty)
            return [.. batch.Select(write => write.Snapshot.IntegrationId)];

        var exceptions = await WriteResultsAsync(connection, cancellationToken);
        var refused = _batch.Settle(exceptions, clock.Latest);
        cancellationToken.ThrowIfCancellationRequested();
        await CountAndCommitAsync(connection);
        return Refused(batch, refused);
    }

    private async Task<Dictionary<long, bool>> WriteResultsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.Add("begin");
        commands.Add(TransactionBound.Short);
        var expected = _batch.ExpectedAlerts;
        if (expected is null)
        {
            commands.Add(Sql.Write, _batch.Snapshots.Set, _batch.Hours.Set);
        }
        else
        {
            _alerts.AddLock(commands, expected.Locked);
            commands.Add(Sql.WriteWithAlerts, _batch.Snapshots.Set, _batch.Hours.Set, expected.Set, expected.Ending);
        }

        await commands.PrepareAsync(cancellationToken);
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        var exceptions = new Dictionary<long, bool>();

        // The lock answers first, and nothing.
        if (expected is { Locked.AnyPresent: true })
            await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            exceptions.Add(reader.GetInt64(0), reader.GetBoolean(1));
        return exceptions;
    }

    private async Task CountAndCommitAsync(NpgsqlConnection connection)
    {
        await using var commands = new NpgsqlBatch(connection);
        if (_batch.Incidents.Any)
            commands.Add(Sql.Incidents, _batch.Incidents.Incidents);
        if (_batch.Incidents.AnySteps)
        {
            commands.Add(Sql.Steps, _batch.Incidents.Steps);
            commands.Add(Sql.Bounds, _batch.Incidents.Steps);
        }

        if (_batch.Alerts is { } alerts)
            _alerts.AddChanges(commands, alerts);
        if (_batch.LateDays.Any)
            commands.Add(Sql.LateDays, _batch.LateDays.Set);
        if (_batch.Providers.Any)
            commands.Add(Sql.Providers, _batch.Providers.Set);
        commands.Add("commit");
        await commands.PrepareAsync(CancellationToken.None);
        await commands.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private List<string> Refused(IReadOnlyList<ResultWrite> batch, IReadOnlyList<string> refused)
    {
        var all = new List<string>(refused);
        foreach (var write in batch)
        {
            if (keys.Find(write.Snapshot.IntegrationId) is null)
                all.Add(write.Snapshot.IntegrationId);
        }

        all.ForEach(keys.Forget);
        return all;
    }

    private static bool IsPartitionMissing(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.CheckViolation && exception.ConstraintName is null;
}
