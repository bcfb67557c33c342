using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Writing;

/// <summary>Adds what a batch counted to the minutes and hours of its providers.</summary>
internal sealed class ProviderWriter(TableNames tables)
{
    private readonly string _upsert = $"""
        insert into {tables.Providers} (provider, width, start, {string.Join(", ", RollupSql.ProviderColumns)})
        values (?, ?, ?, {string.Join(", ", RollupSql.ProviderColumns.Select(_ => "?"))})
        on conflict (width, start, provider) do update set {RollupSql.AddTo(tables.Providers, RollupSql.ProviderColumns)}
        """;

    public void Write(SqliteSession session, ProviderTally tally)
    {
        foreach (var row in tally.Rows())
        {
            var statement = session.Prepare(_upsert).Bind(row.Provider).Bind((int)row.Width).Bind(row.Start);
            foreach (var value in row.Count.Values)
                statement.Bind(value);
            statement.Execute();
        }
    }
}
