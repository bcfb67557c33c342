using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Bench.Storage;

/// <summary>
/// Client CPU of a committed result (snapshot, history, hourly rollup and provider rollup in one durable transaction) beside what EF Core's
/// SaveChanges takes for the history row alone.
/// </summary>
internal static class WriterBenchmark
{
    private const int Integrations = 10_000;
    private static readonly int[] Batches = [1_000, 250, 50];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var results = full ? 100_000 : 40_000;
        var report = new BenchReport("writer");
        report.Conditions["results"] = string.Create(CultureInfo.InvariantCulture,
            $"{results:#,0} a figure over {Integrations:#,0} integrations in shuffled order, after as many to warm up; the figures taken in turn");
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-");
        await using var server = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        await using var postgres = await Contestant.StartAsync(health => health.UsePostgreSql(server.ConnectionString));
        await using var sqlite = await Contestant.StartAsync(health => health.UseSqlite($"Data Source={Path.Combine(folder.FullName, "health.db")}"));
        foreach (var batch in Batches)
        {
            await MeasureAsync(report, "postgresql", postgres, batch, results, server.ConnectionString);
            await MeasureAsync(report, "sqlite", sqlite, batch, results, null);
        }

        var ef = await SaveChangesAsync(server.ConnectionString, results / 4);
        report.Add("efSaveChanges.historyOnly.1000.clientCpu", ef, "µs a row");
        report.AddRatio("postgresqlToEfSaveChanges", report.Rows.First(row => row.Name == "postgresql.1000.clientCpu").Value / ef);
        await AddSizesAsync(report, server.ConnectionString);
        folder.Delete(recursive: true);
        return report;
    }

    private static async Task MeasureAsync(BenchReport report, string name, Contestant contestant, int batch, int results, string? connectionString)
    {
        await contestant.WriteAsync(batch, results);
        var wal = await WalAsync(connectionString);
        var (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await contestant.WriteAsync(batch, results);
        var (used, passed) = (Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(started));
        report.Add($"{name}.{batch}.clientCpu", used.TotalMicroseconds / results, "µs a result");
        report.Add($"{name}.{batch}.resultsPerSecond", results / passed.TotalSeconds, "results/s");
        if (connectionString is not null)
            report.Add($"{name}.{batch}.wal", (double)(await WalAsync(connectionString) - wal) / results, "B a result");
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name} {batch}: {used.TotalMicroseconds / results:0.0} µs"));
    }

    private static async Task<long> WalAsync(string? connectionString) =>
        connectionString is null ? 0 : await ScalarAsync(connectionString, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");

    private static async Task AddSizesAsync(BenchReport report, string connectionString)
    {
        const string Partitions = "from pg_inherits where inhparent = 'integration_health_history'::regclass";
        var rows = await ScalarAsync(connectionString, "select count(*) from integration_health_history");
        report.Add("postgresql.historyRow", (double)await ScalarAsync(connectionString, $"select sum(pg_total_relation_size(inhrelid))::bigint {Partitions}") / rows, "B with its index");
        report.Add("postgresql.historyRow.heap", (double)await ScalarAsync(connectionString, $"select sum(pg_relation_size(inhrelid))::bigint {Partitions}") / rows, "B");
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

    /// <summary>µs of client CPU a row, in batches of 1,000: what a host would write without this library.</summary>
    private static async Task<double> SaveChangesAsync(string connectionString, int rows)
    {
        await using (var context = new HistoryContext(connectionString))
            await context.Database.ExecuteSqlRawAsync("create table ef_history (iid bigint, checked_at timestamptz, latency_ms int, status smallint, outcome smallint, failure_kind smallint, message text, primary key (iid, checked_at))");
        var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var used = TimeSpan.Zero;
        for (var round = 0; round < 2; round++)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            for (var done = 0; done < rows; done += 1_000)
            {
                await using var context = new HistoryContext(connectionString);
                for (var i = 0; i < 1_000; i++)
                    context.Add(new EfCheck { Iid = i, CheckedAt = at, LatencyMs = 20, Status = 4, Outcome = 1 });
                await context.SaveChangesAsync();
                at = at.AddMinutes(1);
            }

            used = Environment.CpuUsage.TotalTime - cpu;
        }

        return used.TotalMicroseconds / rows;
    }

    private sealed class HistoryContext(string connectionString) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<EfCheck>(row =>
        {
            row.ToTable("ef_history").HasKey(check => new { check.Iid, check.CheckedAt });
            row.Property(check => check.Iid).HasColumnName("iid").ValueGeneratedNever();
            row.Property(check => check.CheckedAt).HasColumnName("checked_at");
            row.Property(check => check.LatencyMs).HasColumnName("latency_ms");
            row.Property(check => check.Status).HasColumnName("status");
            row.Property(check => check.Outcome).HasColumnName("outcome");
            row.Property(check => check.FailureKind).HasColumnName("failure_kind");
            row.Property(check => check.Message).HasColumnName("message");
        });
    }

    private sealed class EfCheck
    {
        public long Iid { get; set; }

        public DateTime CheckedAt { get; set; }

        public int LatencyMs { get; set; }

        public short Status { get; set; }

        public short Outcome { get; set; }

        public short? FailureKind { get; set; }

        public string? Message { get; set; }
    }

    /// <summary>A store with its integrations, and results for them in the order of a shuffled due queue.</summary>
    private sealed class Contestant : IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly HealthSnapshot[] _snapshots;
        private DateTimeOffset _now = TimeProvider.System.GetUtcNow();
        private int _next;

        private Contestant(ServiceProvider services)
        {
            _services = services;
            var order = Enumerable.Range(0, Integrations).ToArray();
            new Random(17).Shuffle(order);
            _snapshots = [.. order.Select(i => HealthSnapshot.Initial($"integration-{i:D6}", _now))];
        }

        public static async Task<Contestant> StartAsync(Action<IIntegrationHealthBuilder> use)
        {
            var services = new ServiceCollection().AddIntegrationHealth(use).BuildServiceProvider();
            await services.GetRequiredService<IStorageInitializer>().InitializeAsync(default);
            await services.GetRequiredService<IIntegrationStore>().UpsertAsync(
                [.. Enumerable.Range(0, Integrations).Select(i => new Integration { Id = $"integration-{i:D6}", Provider = $"p{i % 5}", Name = $"Name {i}" })], default);
            return new Contestant(services);
        }

        public async Task WriteAsync(int batchSize, int results)
        {
            var store = _services.GetRequiredService<IResultStore>();
            for (var done = 0; done < results; done += batchSize)
            {
                var batch = new ResultWrite[batchSize];
                for (var i = 0; i < batchSize; i++)
                    batch[i] = NextResult();
                if ((await store.WriteAsync(batch, default)).Count > 0)
                    throw new InvalidOperationException("A result was refused.");
            }
        }

        public ValueTask DisposeAsync() => _services.DisposeAsync();

        private ResultWrite NextResult()
        {
            if (_next == Integrations)
                (_next, _now) = (0, _now.AddMinutes(1));
            var before = _snapshots[_next];
            var after = before with
            {
                Status = IntegrationStatus.Healthy,
                LastCheckedAt = _now,
                LastSucceededAt = _now,
                NextCheckAt = _now.AddMinutes(1),
                LatencyMs = 20 + (_next % 100),
                ConsecutiveSuccesses = before.ConsecutiveSuccesses + 1,
                Recent = before.Recent.Add(CheckOutcome.Succeeded),
                Version = before.Version + 1,
            };
            _snapshots[_next++] = after;
            var entry = new HistoryEntry(_now, after.Status, CheckOutcome.Succeeded, after.LatencyMs.Value, null, null);
            return new ResultWrite(before.Version, after, entry,
                [new RollupDelta { Hour = Periods.HourOf(_now), Outcome = CheckOutcome.Succeeded, LatencyMs = entry.LatencyMs, HealthyMs = 60_000 }], null);
        }
    }
}
