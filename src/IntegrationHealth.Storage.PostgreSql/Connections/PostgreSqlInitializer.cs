using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.History;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>Brings the tables up to date, one host at a time, and makes the partitions that the next results need.</summary>
internal sealed class PostgreSqlInitializer(
    PostgreSqlConnections connections, IStoreDialect dialect, Partitions partitions, ServerClock clock) : IStorageInitializer
{
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = dialect.CreateContext();
            if (connections.Settings.MigrateAtStart)
                await MigrateAsync(context, cancellationToken);
            else
                await RequireMigratedAsync(context, cancellationToken);
            await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
            await partitions.PrepareAsync(await clock.CompareAsync(connection, cancellationToken), cancellationToken);
        }
        catch (PostgresException exception) when (IsOfOtherTables(exception.SqlState))
        {
            throw new InvalidOperationException(
                $"The IntegrationHealth database {connections.Settings.Server} cannot be used: {exception.MessageText}. The tables in schema "
                + $"'{connections.Settings.Names.Schema}' are not those that this version makes, so another version or another program made them: start that "
                + "version, restore a copy that this version can use, or name another schema.",
                exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new InvalidOperationException(
                $"The IntegrationHealth database {connections.Settings.Server} cannot be used: {exception.Message} "
                + "See that the server runs and that the user of the connection string may connect and create tables in schema "
                + $"'{connections.Settings.Names.Schema}'.",
                exception);
        }
    }

    /// <summary>True when the server was reached and let the user in, and a statement did not fit what is in the schema.</summary>
    private static bool IsOfOtherTables(string sqlState) => sqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
        or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.DuplicateTable
        or PostgresErrorCodes.DuplicateColumn or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DatatypeMismatch
        or PostgresErrorCodes.WrongObjectType;

    /// <summary>
    /// The lock belongs to a connection of its own and ends with it, so a host that is killed lets the next one on. EF's own lock comes too
    /// late: it stands in a table that hosts would create at once.
    /// </summary>
    private async Task MigrateAsync(HealthDbContext context, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        var key = connections.Settings.LockKey("migrate");
        await AdvisoryLock.AcquireAsync(connection, key, cancellationToken);
        try
        {
            if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                await context.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await AdvisoryLock.ReleaseAsync(connection, key);
        }
    }

    private async Task RequireMigratedAsync(HealthDbContext context, CancellationToken cancellationToken)
    {
        string[] pending = [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
        if (pending.Length > 0)
        {
            throw new InvalidOperationException(
                $"The IntegrationHealth tables in {connections.Settings.Server}, schema '{connections.Settings.Names.Schema}', lack the migrations "
                + $"{string.Join(", ", pending)}. Run the SQL script of this version, or set MigrateAtStart.");
        }
    }
}
