using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Targets;

/// <summary>
/// Many targets at a short interval on one core: does each get its check, and in time? Ours in memory and with PostgreSQL, beside Prometheus with blackbox_exporter on
/// the same core, and once more on all of them. One that breaks is told as failed, not left out.
/// </summary>
internal static class TargetsBenchmark
{
    private const string Memory = "memory";
    private const string PostgreSql = "postgresql";
    private const string Prometheus = "prometheus";
    private const string PrometheusEverywhere = "prometheusAllCores";

    private static readonly string[] Contestants = [Memory, PostgreSql, Prometheus, PrometheusEverywhere];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var report = new BenchReport("targets");
        report.Conditions["asked"] = string.Create(CultureInfo.InvariantCulture, $"{TargetsTask.Count:#,0} targets at {TargetsTask.Interval.TotalSeconds} s");
        report.Conditions["pinned"] = Machine.ClientCore is { } core
            ? $"host, or Prometheus and exporter, to core {core}; far end and PostgreSQL to core {Machine.ServerCore}; {PrometheusEverywhere} anywhere"
            : "no";
        var rounds = Rounds.Of(full, usual: 1, inFull: 3);
        var samples = Contestants.ToDictionary(name => name, _ => new List<TargetsSample>(), StringComparer.Ordinal);
        await using (var store = await BenchPostgreSql.StartAsync(Machine.ServerCore))
        await using (var farEnd = ChildProcess.Start(Machine.ServerCore, "serve"))
        {
            var url = await farEnd.ReadLineAsync();
            await rounds.RunAsync(async round =>
            {
                foreach (var name in Contestants)
                {
                    report.Conditions[$"{name}.load.{round}"] = Machine.Load;
                    await MeasureAsync(name, url, store, report, samples[name]);
                }
            });
        }

        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture,
            $"{rounds.Made}, {TargetsTask.Measured.TotalSeconds} s each after {TargetsTask.Settle.TotalSeconds} s to settle; medians");
        foreach (var (name, taken) in samples)
            Describe(report, name, taken, rounds.Made);
        return report;
    }

    private static async Task MeasureAsync(string name, string url, BenchPostgreSql store, BenchReport report, List<TargetsSample> taken)
    {
        try
        {
            var sample = name switch
            {
                Prometheus => await PrometheusTargets.MeasureAsync(url, Machine.ClientCore),
                PrometheusEverywhere => await PrometheusTargets.MeasureAsync(url, core: null),
                _ => await MeasureHostAsync(name, url, store),
            };
            taken.Add(sample);
            await Console.Error.WriteLineAsync(FormattableString.Invariant(
                $"{name,-18} {sample.PerSecond,6:0} checks/s, {sample.Failed,6:0} failed, p99 {sample.Late.P99,8:0.0} ms late, {sample.Processes.Sum(process => process.Cpu),5:0}% of a core"));
        }
        catch (Exception exception)
        {
            // It broke, or did not even answer what became of its checks: that is a result, too.
            report.Conditions[$"{name}.failed"] = exception.Message;
            await Console.Error.WriteLineAsync($"{name,-18} failed: {exception}");
        }
    }

    private static async Task<TargetsSample> MeasureHostAsync(string name, string url, BenchPostgreSql store)
    {
        var usesStore = name == PostgreSql;
        var database = usesStore ? await store.CreateDatabaseAsync("targets") : "";
        await using var child = ChildProcess.Start(Machine.ClientCore, "watch", url, database, usesStore ? $"{store.ProcessId}" : "");
        return JsonSerializer.Deserialize(await child.ReadLineAsync(), TargetsSampleJson.Default.TargetsSample)!;
    }

    private static void Describe(BenchReport report, string name, List<TargetsSample> taken, int rounds)
    {
        if (taken.Count < rounds)
            report.Add($"{name}.failedRounds", rounds - taken.Count, $"of {rounds}: it broke, see the conditions");
        if (taken.Count == 0)
            return;

        Add("perSecond", sample => sample.PerSecond, "checks/s that ended well");
        Add("failed", sample => sample.Failed, "checks");
        Add("within20ms", sample => sample.ShareOfDue(sample.Prompt), "% of what was due");
        Add("within1s", sample => sample.ShareOfDue(sample.InTime), "% of what was due");
        Add("late.p50", sample => sample.Late.P50, "ms");
        Add("late.p99", sample => sample.Late.P99, "ms");
        Add("late.max", sample => sample.Late.Max, "ms");
        for (var i = 0; i < taken[0].Processes.Count; i++)
        {
            var place = i;
            Add($"{taken[0].Processes[i].Name}.cpu", sample => sample.Processes[place].Cpu, "% of a core");
            Add($"{taken[0].Processes[i].Name}.memory", sample => sample.Processes[place].Megabytes, "MB resident");
        }

        for (var i = 0; i < taken[0].More.Count; i++)
        {
            var place = i;
            Add(taken[0].More[i].Name, sample => sample.More[place].Value, taken[0].More[i].Unit);
        }

        report.AddRatio($"{name}Done", Statistics.Median(taken.Select(sample => sample.Done / (sample.Seconds * TargetsTask.Count / TargetsTask.Interval.TotalSeconds))));

        void Add(string figure, Func<TargetsSample, double> value, string unit) => report.Add($"{name}.{figure}", Statistics.Median(taken.Select(value)), unit);
    }
}
