using System.Globalization;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Storage.PostgreSql.History;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Bench.Storage;

/// <summary>
/// 30 days of history as the writer would have left it, but made by the database itself: day after day, so that the rows of one integration
/// lie as scattered as in life.
/// </summary>
internal sealed record QueriesData(int Integrations, int ChecksADay)
{
    private const int Days = 30;

    /// <summary>The end of the history: the hour that began last.</summary>
    public DateTimeOffset Now { get; } = Periods.HourOf(TimeProvider.System.GetUtcNow());

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"Integration {number * 7_919 % 1_000_003:D7}");

    public static string OwnerOf(int number) => string.Create(CultureInfo.InvariantCulture, $"owner-{number / 10:D5}");

    public static string ProviderOf(int number) => $"p{number % 5}";

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"integration-{number:D6}");

    public async Task<Rows> FillAsync(IServiceProvider services, string database)
    {
        await services.GetRequiredService<IStorageInitializer>().InitializeAsync(default);
        await services.GetRequiredService<Partitions>().EnsureAsync(
            Enumerable.Range(0, Days + 1).Select(day => Periods.MonthOf(Now.AddDays(-day))), default);
        await services.GetRequiredService<IIntegrationStore>().UpsertAsync(
        [
            .. Enumerable.Range(0, Integrations).Select(number => new Integration
            {
                Id = IdOf(number), Name = NameOf(number), OwnerId = OwnerOf(number), Provider = ProviderOf(number),
                Tags = number % 100 == 0 ? ["rare", "eu"] : ["eu"],
            }),
        ], default);

        await using var connection = new NpgsqlConnection($"{database};Command Timeout=1800");
        await connection.OpenAsync();
        for (var day = Days; day > 0; day--)
        {
            await RunAsync(connection, Checks, Now.AddDays(-day), ChecksADay);
            await RunAsync(connection, Hours, Now.AddDays(-day));
        }

        foreach (var sql in new[] { Snapshots, IncidentRows, IncidentEvents, ProviderHours, ProviderMinutes })
            await RunAsync(connection, sql, Now);
        await RunAsync(connection, "analyze");

        var started = TimeProvider.System.GetTimestamp();
        await services.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(Now, Now.AddDays(-Days - 1), Now.AddDays(-90), Now.AddDays(-400), null), default);
        var maintenance = TimeProvider.System.GetElapsedTime(started);
        await RunAsync(connection, "vacuum (analyze)");
        return new Rows(
            await CountAsync(connection, "integration_health_history"), await CountAsync(connection, "integration_health_rollup_hour"),
            await CountAsync(connection, "integration_health_rollup_day"), await CountAsync(connection, "integration_incidents"),
            maintenance.TotalSeconds);
    }

    /// <summary>Every fiftieth check fails and says why.</summary>
    private const string Checks = """
        insert into integration_health_history (iid, checked_at, latency_ms, status, outcome, failure_kind, message)
        select iid, $1 + (k * 86400000::bigint / $2 + iid % 60000) * interval '1 ms', 20 + (iid + k) % 300,
               case when (iid + k) % 50 = 0 then 0 else 4 end, case when (iid + k) % 50 = 0 then 3 else 1 end,
               case when (iid + k) % 50 = 0 then 11 end, case when (iid + k) % 50 = 0 then 'The service did not answer within 5 s.' end
        from generate_series(0, $2 - 1) k cross join integrations order by 2
        """;

    private const string Hours = """
        insert into integration_health_rollup_hour
            (iid, hour, succeeded, degraded, failed, healthy_ms, degraded_ms, unhealthy_ms, latency_sum_ms, h0, h1, h2, h3, f0, f1, f2, f3)
        select iid, date_trunc('hour', $1, 'UTC') + k * interval '1 hour', 58, 0, 2, 3480000, 0, 120000, 3000, 58::bigint << 16, 2, 0, 0, 0, 0, 2, 0
        from generate_series(0, 23) k cross join integrations order by 2
        """;

    private const string Snapshots = """
        update integration_health_checks set
            status = case iid % 20 when 0 then 0 when 1 then 1 when 2 then 2 else 4 end, status_since = $1 - (iid % 500) * interval '1 minute',
            last_checked_at = $1 - (iid % 300) * interval '1 second', latency_ms = 20 + iid % 300,
            failure_kind = case iid % 20 when 0 then 11 end, version = 1
        """;

    private const string IncidentRows = """
        insert into integration_incidents (iid, incident_id, started_at, ended_at, status, failure_kind, message)
        select iid, 'incident-' || iid || '-' || k, $1 - (k * 1440 + iid % 60) * interval '1 minute', $1 - (k * 1440 - 30) * interval '1 minute', 0, 11, 'No answer.'
        from generate_series(1, 10) k cross join integrations order by 3
        """;

    private const string IncidentEvents = """
        insert into integration_incident_events (iid, incident_id, seq, at, kind, status, detail)
        select iid, incident_id, seq, $1, case seq when 0 then 0 when 1 then 2 else 3 end, 0, 'Timeout'
        from integration_incidents cross join generate_series(0, 2) seq
        """;

    private const string ProviderHours = """
        insert into integration_health_rollup_provider
            (width, start, provider, succeeded, degraded, failed, latency_sum_ms, h0, h1, h2, h3, h4, h5, h6, h7, f0, f1, f2, f3, f4, f5, f6, f7)
        select 60, $1 - k * interval '1 hour', 'p' || p, 116000, 0, 4000, 6000000, 0, 116000, 4000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4000, 0, 0, 0
        from generate_series(0, 719) k cross join generate_series(0, 4) p
        """;

    private const string ProviderMinutes = """
        insert into integration_health_rollup_provider
            (width, start, provider, succeeded, degraded, failed, latency_sum_ms, h0, h1, h2, h3, h4, h5, h6, h7, f0, f1, f2, f3, f4, f5, f6, f7)
        select 1, $1 - k * interval '1 minute', 'p' || p, 1933, 0, 67, 100000, 0, 1933, 67, 0, 0, 0, 0, 0, 0, 0, 0, 0, 67, 0, 0, 0
        from generate_series(0, 179) k cross join generate_series(0, 4) p
        """;

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
#pragma warning disable CA2100 // The benchmark's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table)
    {
#pragma warning disable CA2100 // The benchmark's own text.
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What there is to read, and how long the first folding took.</summary>
    internal sealed record Rows(long Checks, long Hours, long Days, long Incidents, double MaintenanceSeconds);
}
