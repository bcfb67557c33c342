using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Bench.Storage;

/// <summary>One contestant in a process of its own, with an empty database: warms up, is measured once, prints what it took.</summary>
internal static class WriterContest
{
    public const string PostgreSql = "postgresql";
    public const string Sqlite = "sqlite";
    public const string SaveChanges = "efSaveChanges";
    public const string Copy = "copy";

    /// <summary>CPU time before the measurement, or three times as much on the clock: the compiler goes on in the background for some seconds.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <param name="name">Which contestant.</param>
    /// <param name="batch">Results in a transaction.</param>
    /// <param name="count">Results to measure.</param>
    /// <param name="database">Connection string of an empty database.</param>
    /// <param name="server">Process of the database server; null where there is none.</param>
    public static async Task RunAsync(string name, int batch, int count, string database, int? server)
    {
        Func<int, Task> write;
        IAsyncDisposable? source = null;
        if (name == SaveChanges)
        {
            var history = new EfHistory(database);
            await history.CreateAsync();
            write = count => history.WriteAsync(batch, count);
        }
        else if (name == Copy)
        {
            var history = new CopyHistory(database);
            source = history;
            await history.CreateAsync();
            write = count => history.WriteAsync(batch, count);
        }
        else
        {
            Action<IIntegrationHealthBuilder> use = name == Sqlite ? health => health.UseSqlite(database) : health => health.UsePostgreSql(database);
            var results = await ResultSource.StartAsync(use);
            source = results;
            write = count => results.WriteAsync(batch, count);
        }

        var began = TimeProvider.System.GetTimestamp();
        while (Environment.CpuUsage.TotalTime < WarmUp && TimeProvider.System.GetElapsedTime(began) < WarmUp * 3)
            await write(10 * batch);
        var (wal, serverCpu) = (await WalAsync(name, database), ProcessCpu.SecondsOf(server));
        var (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await write(count);
        var (used, passed) = (Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(started));
        var sample = new WriterSample(
            used.TotalMicroseconds / count, count / passed.TotalSeconds, (double)(await WalAsync(name, database) - wal) / count,
            (ProcessCpu.SecondsOf(server) - serverCpu) * 1e6 / count, await RowBytesAsync(name, database, "pg_total_relation_size"),
            await RowBytesAsync(name, database, "pg_relation_size"));
        Console.WriteLine(JsonSerializer.Serialize(sample, WriterSampleJson.Default.WriterSample));
        if (source is not null)
            await source.DisposeAsync();
    }

    private static async Task<long> WalAsync(string name, string database) =>
        name == Sqlite ? 0 : await ScalarAsync(database, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");

    private static async Task<double> RowBytesAsync(string name, string database, string size)
    {
        if (name != PostgreSql)
            return 0;
        var bytes = await ScalarAsync(
            database, $"select sum({size}(inhrelid))::bigint from pg_inherits where inhparent = 'integration_health_history'::regclass");
        return (double)bytes / await ScalarAsync(database, "select count(*) from integration_health_history");
    }

    private static async Task<long> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The benchmark's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>What a result took: µs of the client's and of the server's CPU, bytes of log, bytes of a history row with its index and without.</summary>
internal sealed record WriterSample(
    double ClientCpu, double ResultsPerSecond, double WalBytes, double? ServerCpu, double RowBytes, double HeapBytes);

[JsonSerializable(typeof(WriterSample))]
internal sealed partial class WriterSampleJson : JsonSerializerContext;
