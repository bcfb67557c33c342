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

    public static string ActorOf(int number) => $"actor-{number % 50}";

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"integration-{number:D6}");

    /// <summary>The last of an integration's alerts, as <see cref="QueriesSql.Alerts"/> names it.</summary>
    public static string AlertOf(int number) => string.Create(CultureInfo.InvariantCulture, $"alert-{number:D6}-0");

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
        var filling = TimeProvider.System.GetTimestamp();
        for (var day = Days; day > 0; day--)
        {
            await RunAsync(connection, QueriesSql.Checks, Now.AddDays(-day), ChecksADay);
            await RunAsync(connection, QueriesSql.Hours, Now.AddDays(-day));
        }

        foreach (var sql in new[] { QueriesSql.Snapshots, QueriesSql.IncidentRows, QueriesSql.IncidentEvents, QueriesSql.ProviderHours, QueriesSql.ProviderMinutes })
            await RunAsync(connection, sql, Now);
        foreach (var sql in new[] { QueriesSql.Alerts, QueriesSql.Audit })
            await RunAsync(connection, sql, Now, Integrations);
        await RunAsync(connection, QueriesSql.AlertEvents);
        await QueriesOutbox.FillAsync(services, Now);
        await RunAsync(connection, "analyze");
        var filled = TimeProvider.System.GetElapsedTime(filling);

        var started = TimeProvider.System.GetTimestamp();
        await services.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(Now, Now.AddDays(-Days - 1), Now.AddDays(-90), Now.AddDays(-400), null), default);
        var maintenance = TimeProvider.System.GetElapsedTime(started);
        await RunAsync(connection, "vacuum (analyze)");
        return new Rows(
            await CountAsync(connection, "integration_health_history"), await CountAsync(connection, "integration_health_rollup_hour"),
            await CountAsync(connection, "integration_health_rollup_day"), await CountAsync(connection, "integration_incidents"),
            await CountAsync(connection, "health_check_alerts"), await CountAsync(connection, "integration_health_audit"),
            filled.TotalSeconds, maintenance.TotalSeconds);
    }

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

    /// <summary>What there is to read, and how long it took to make it and to fold it for the first time.</summary>
    internal sealed record Rows(
        long Checks, long Hours, long Days, long Incidents, long Alerts, long AuditEntries, double FillingSeconds, double MaintenanceSeconds);
}
