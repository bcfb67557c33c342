using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>
/// Gives checks their slot that were written by a release which knows of none, as after a rollback: they stand in slot 0, where nobody looks for them. Some
/// at a time: whoever waits to write comes between.
/// </summary>
internal sealed class SlotSorter(SqliteWriter writer)
{
    private const int ChecksPerStep = 5_000;

    // The slot 0 that is meant ended ten minutes after 1970 began.
    private readonly string _next = $"select iid from {writer.Settings.Tables.History} where slot = 0 and checked_at >= {TimeFirstSql.SlotMs} limit 1";

    private readonly string _sort = $"""
        update or replace {writer.Settings.Tables.History} set slot = checked_at / {TimeFirstSql.SlotMs}
        where slot = 0 and (iid, checked_at) in (
            select iid, checked_at from {writer.Settings.Tables.History} where slot = 0 and checked_at >= {TimeFirstSql.SlotMs} limit {ChecksPerStep})
        """;

    public async Task SortAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(this, static (session, sorter) => sorter.Step(session), cancellationToken))
            await Task.Yield();
    }

    /// <returns>False when nothing is left.</returns>
    private bool Step(SqliteSession session) => session.Prepare(_next).ReadOne() is not null && session.Prepare(_sort).Execute() == ChecksPerStep;
}
