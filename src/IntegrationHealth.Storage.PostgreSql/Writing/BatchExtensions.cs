using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

internal static class BatchExtensions
{
    /// <summary>Adds a statement whose parameters are the columns given, in this order.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch commands, string sql, params ReadOnlySpan<ColumnSet> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var set in columns)
            set.AddParameters(command.Parameters);
        commands.BatchCommands.Add(command);
        return command;
    }
}
