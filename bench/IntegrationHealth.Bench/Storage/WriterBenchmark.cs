using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Firing;

namespace IntegrationHealth.Bench.Storage;

/// <summary>
/// Client CPU of a committed result (snapshot, history, hourly rollup and provider rollup in one durable transaction) beside what EF Core's
/// SaveChanges and a bare COPY take for the history row alone; and how soon after its probe a result is
/// committed while a host checks at a usual pace. Each measurement is a process of its own, in turn.
/// </summary>
internal static class WriterBenchmark
{
    public const int Integrations = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WithLatencies = TimeSpan.FromMinutes(1);

    private static readonly (string Writer, int Batch)[] Contestants =
    [
        (WriterContest.PostgreSql, 1_000), (WriterContest.Sqlite, 1_000), (WriterContest.SaveChanges, 1_000), (WriterContest.Copy, 1_000),
        (WriterContest.PostgreSql, 250), (WriterContest.Sqlite, 250), (WriterContest.PostgreSql, 50),
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var results = full ? 100_000 : 60_000;
        var samples = Contestants.ToDictionary(contestant => contestant, _ => new List<WriterSample>());
        await using var server = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        var latencies = new Dictionary<string, FireSample>(StringComparer.Ordinal);
        foreach (var storage in (string[])[FireContest.Host, FireContest.Sqlite, FireContest.PostgreSql])
        {
            var database = storage == FireContest.PostgreSql ? await server.CreateDatabaseAsync("writer") : "";
            latencies[storage] = await FireContest.MeasureAsync(storage, Integrations, Interval, database);
        }

        var rounds = new Rounds(full ? 7 : 3, full ? TimeSpan.MaxValue : Rounds.Usual - WithLatencies);
        await rounds.RunAsync(async round =>
        {
            for (var i = 0; i < Contestants.Length; i++)
            {
                var contestant = Contestants[(round + i) % Contestants.Length];
                samples[contestant].Add(await MeasureAsync(contestant.Writer, contestant.Batch, results, server));
            }
        });

        var report = Describe(samples, rounds.Made, results);
        report.Conditions["latency"] = string.Create(CultureInfo.InvariantCulture,
            $"from the end of a probe to its commit, {Integrations / Interval.TotalSeconds:#,0} checks a second, {FireContest.Measured.TotalSeconds:0} s");
        foreach (var (storage, sample) in latencies)
        {
            var name = storage == FireContest.Host ? "memory" : storage;
            report.Add($"{name}.probeToCommit.p50", sample.Committed!.P50, "ms");
            report.Add($"{name}.probeToCommit.p99", sample.Committed.P99, "ms");
            report.Add($"{name}.probeToCommit.max", sample.Committed.Max, "ms");
        }

        return report;
    }

    private static async Task<WriterSample> MeasureAsync(string writer, int batch, int results, BenchPostgreSql server)
    {
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-");
        var (database, process) = writer == WriterContest.Sqlite
            ? ($"Data Source={Path.Combine(folder.FullName, "health.db")}", "")
            : (await server.CreateDatabaseAsync("writer"), $"{server.ProcessId}");
        WriterSample sample;
        await using (var child = ChildProcess.Start(Machine.ClientCore, "write", writer, Text(batch), Text(results), database, process))
            sample = JsonSerializer.Deserialize(await child.ReadLineAsync(), WriterSampleJson.Default.WriterSample)!;
        folder.Delete(recursive: true);
        if (process.Length > 0)
            await server.ForgetDatabaseAsync("writer");
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{writer,-13} {batch,5}: {sample.ClientCpu,6:0.0} µs"));
        return sample;
    }

    private static BenchReport Describe(Dictionary<(string Writer, int Batch), List<WriterSample>> samples, int rounds, int results)
    {
        var report = new BenchReport("writer");
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"client to core {core}, PostgreSQL to core {Machine.ServerCore}" : "no";
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture,
            $"{rounds} interleaved, {results:#,0} results over {Integrations:#,0} integrations in shuffled order, 1 % of them failing, after {WriterContest.WarmUp.TotalSeconds:0} s of CPU to warm up, a process each; medians");
        foreach (var ((writer, batch), taken) in samples)
        {
            var name = $"{writer}.{Text(batch)}";
            report.Add($"{name}.clientCpu", Median(taken, sample => sample.ClientCpu), "µs a result");
            report.Add($"{name}.resultsPerSecond", Median(taken, sample => sample.ResultsPerSecond), "results/s");
            if (writer == WriterContest.Sqlite)
                continue;
            report.Add($"{name}.wal", Median(taken, sample => sample.WalBytes), "B a result");
            if (taken.TrueForAll(sample => sample.ServerCpu is not null))
                report.Add($"{name}.serverCpu", Median(taken, sample => sample.ServerCpu!.Value), "µs a result, beside the client's");
        }

        var postgres = samples[(WriterContest.PostgreSql, 1_000)];
        report.Add("postgresql.historyRow", Median(postgres, sample => sample.RowBytes), "B with its index");
        report.Add("postgresql.historyRow.heap", Median(postgres, sample => sample.HeapBytes), "B");
        AddRatio(report, samples, WriterContest.PostgreSql);
        AddRatio(report, samples, WriterContest.Sqlite);
        return report;
    }

    /// <summary>All of a result to SaveChanges of its history row in PostgreSQL, round by round.</summary>
    private static void AddRatio(BenchReport report, Dictionary<(string Writer, int Batch), List<WriterSample>> samples, string writer) =>
        report.AddRatio($"{writer}ToEfSaveChanges", Statistics.Median(samples[(writer, 1_000)].Zip(
            samples[(WriterContest.SaveChanges, 1_000)], (ours, theirs) => ours.ClientCpu / theirs.ClientCpu)));

    private static double Median(List<WriterSample> taken, Func<WriterSample, double> figure) => Statistics.Median(taken.Select(figure));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
