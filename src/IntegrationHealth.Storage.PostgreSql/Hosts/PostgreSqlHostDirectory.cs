using System.Text.Json;
using IntegrationHealth.Hosts;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Hosts;

/// <summary>The list of hosts and their duties in the database, each entry with its end by the server's clock.</summary>
internal sealed class PostgreSqlHostDirectory(PostgreSqlConnections connections) : IHostDirectory
{
    private const string Wait = "* interval '1 millisecond'";

    private readonly PostgreSqlTables _tables = connections.Settings.Tables;

    public async ValueTask ReportAsync(HostReport report, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        await RunAsync($"""
            with gone as (delete from {_tables.Hosts} where until < now() and id <> $1)
            insert into {_tables.Hosts} (id, report, until) values ($1, $3, now() + $2 {Wait})
            on conflict (id) do update set report = excluded.report, until = excluded.until
            """, cancellationToken, report.Id, (long)keepFor.TotalMilliseconds, JsonSerializer.Serialize(report, HostReportJson.Default.HostReport));
    }

    public async ValueTask<IReadOnlyList<HostReport>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = Command($"select report from {_tables.Hosts} where until > now()");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var reports = new List<HostReport>();
        while (await reader.ReadAsync(cancellationToken))
            reports.Add(JsonSerializer.Deserialize(reader.GetString(0), HostReportJson.Default.HostReport)!);
        return [.. reports.OrderBy(report => report.Name, StringComparer.Ordinal).ThenBy(report => report.Id, StringComparer.Ordinal)];
    }

    public async ValueTask LeaveAsync(string hostId, CancellationToken cancellationToken)
    {
        await RunAsync($"delete from {_tables.Hosts} where id = $1", cancellationToken, hostId);
        await RunAsync($"delete from {_tables.Duties} where holder = $1", cancellationToken, hostId);
    }

    public async ValueTask<bool> TakeAsync(string duty, string hostId, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await RunAsync($"""
            insert into {_tables.Duties} as d (duty, holder, until) values ($1, $2, now() + $3 {Wait})
            on conflict (duty) do update set holder = excluded.holder, until = excluded.until where d.holder = excluded.holder or d.until < now()
            """, cancellationToken, duty, hostId, (long)keepFor.TotalMilliseconds) == 1;

    private async Task<int> RunAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = connections.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
