using IntegrationHealth.History;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>First checks without a slot are sorted in and closed days and months are made, then what is old goes: nothing goes before it is folded.</summary>
internal sealed class SqliteHistoryMaintenance(SqliteWriter writer) : IHistoryMaintenance
{
    private readonly SlotSorter _sorter = new(writer);
    private readonly SqliteFolder _folder = new(writer);
    private readonly SqlitePruner _pruner = new(writer);

    public async Task<long> RunAsync(HistoryBounds bounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        await _sorter.SortAsync(cancellationToken);
        var folded = await _folder.FoldAsync(bounds, cancellationToken);
        return await _pruner.PruneAsync(bounds, folded, cancellationToken);
    }
}
