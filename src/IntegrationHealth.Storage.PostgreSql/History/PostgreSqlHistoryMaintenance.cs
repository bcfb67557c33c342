using IntegrationHealth.History;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Storage.PostgreSql.History;

/// <summary>
/// Done by one host at a time, under a lock that ends with its connection. First partitions are made ahead, then closed days and months are
/// folded, then what is old goes: nothing goes before it is folded.
/// </summary>
internal sealed class PostgreSqlHistoryMaintenance(
    PostgreSqlConnections connections, Partitions partitions, ServerClock clock, ILogger<PostgreSqlHistoryMaintenance> logger) : IHistoryMaintenance
{
    private readonly PostgreSqlFolder _folder = new(connections.Settings.Tables, logger);
    private readonly PostgreSqlPruner _pruner = new(connections.Settings, partitions);

    public async Task<long> RunAsync(HistoryBounds bounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        bounds = NotAhead(bounds, await clock.CompareAsync(connection, cancellationToken));
        var key = connections.Settings.LockKey("maintenance");
        if (!await AdvisoryLock.TryAcquireAsync(connection, key, cancellationToken))
            return 0;

        try
        {
            await partitions.PrepareAsync(bounds.Now, cancellationToken);
            var folded = await _folder.FoldAsync(connection, bounds, cancellationToken);
            return await _pruner.PruneAsync(connection, bounds, folded, cancellationToken);
        }
        finally
        {
            await AdvisoryLock.ReleaseAsync(connection, key);
        }
    }

    /// <summary>What was kept until the database's time, where this host's clock is ahead of it.</summary>
    private static HistoryBounds NotAhead(HistoryBounds bounds, DateTimeOffset server)
    {
        var ahead = bounds.Now - server;
        return ahead <= TimeSpan.Zero ? bounds : new HistoryBounds(
            server, bounds.Checks - ahead, bounds.Hours - ahead, bounds.Days - ahead, bounds.Months - ahead);
    }
}
