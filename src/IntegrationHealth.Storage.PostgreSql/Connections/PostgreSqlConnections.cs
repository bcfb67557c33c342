using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>The pool of this storage; not registered under Npgsql's own type, which may be the host's.</summary>
internal sealed class PostgreSqlConnections(PostgreSqlSettings settings) : IAsyncDisposable, IDisposable
{
    public NpgsqlDataSource Source { get; } = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();

    public PostgreSqlSettings Settings => settings;

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    public void Dispose() => Source.Dispose();
}
