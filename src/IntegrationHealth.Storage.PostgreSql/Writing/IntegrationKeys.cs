using System.Collections.Concurrent;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Writing;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>The surrogate keys that this host has seen. One that is out of date is refused by the database, and asked for again.</summary>
internal sealed class IntegrationKeys(PostgreSqlConnections connections)
{
    private readonly ConcurrentDictionary<string, IntegrationKey> _keys = new(StringComparer.Ordinal);
    private readonly string _find = $"select id, iid, provider from {connections.Settings.Tables.Integrations} where id = any($1)";

    public IntegrationKey? Find(string id) => _keys.GetValueOrDefault(id);

    public void Forget(string id) => _keys.TryRemove(id, out _);

    /// <summary>Asks for those of a batch that are not known yet.</summary>
    public async ValueTask LoadAsync(NpgsqlConnection connection, IReadOnlyList<ResultWrite> batch, CancellationToken cancellationToken)
    {
        List<string>? missing = null;
        foreach (var write in batch)
        {
            if (!_keys.ContainsKey(write.Snapshot.IntegrationId))
                (missing ??= []).Add(write.Snapshot.IntegrationId);
        }

        if (missing is null)
            return;
#pragma warning disable CA2100 // Names were checked to be letters, digits and underscores.
        await using var command = new NpgsqlCommand(_find, connection)
#pragma warning restore CA2100
        {
            Parameters = { new NpgsqlParameter<List<string>> { TypedValue = missing } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _keys[reader.GetString(0)] = new IntegrationKey(reader.GetInt64(1), string.Intern(reader.GetString(2)));
    }
}
