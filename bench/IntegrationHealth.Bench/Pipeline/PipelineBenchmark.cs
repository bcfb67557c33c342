using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>Checks per CPU second of the whole pipeline beside a bare HTTP loop and blackbox_exporter, against the same address.</summary>
internal static class PipelineBenchmark
{
    private static readonly string[] Contestants = [Contest.Bare, Contest.Memory, Contest.Sqlite, Contest.PostgreSql, Contest.Blackbox];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var (rounds, length) = full ? (11, TimeSpan.FromSeconds(15)) : (5, TimeSpan.FromSeconds(6));
        var samples = Contestants.ToDictionary(name => name, _ => new List<Sample>(), StringComparer.Ordinal);
        await using (var store = await BenchPostgreSql.StartAsync(Machine.ServerCore))
        await using (var server = ChildProcess.Start(Machine.ServerCore, "serve"))
        {
            var url = await server.ReadLineAsync();
            for (var round = 0; round < rounds; round++)
            {
                // Each goes first, second and last in turn.
                for (var i = 0; i < Contestants.Length; i++)
                {
                    var name = Contestants[(round + i) % Contestants.Length];
                    samples[name].Add(await MeasureAsync(name, url, length, store));
                }
            }
        }

        return Describe(samples, rounds, length);
    }

    private static async Task<Sample> MeasureAsync(string name, string url, TimeSpan length, BenchPostgreSql store)
    {
        var database = name == Contest.PostgreSql ? await store.CreateDatabaseAsync("pipeline") : "";
        var server = name == Contest.PostgreSql ? $"{store.ProcessId}" : "";
        await using var child = ChildProcess.Start(
            Machine.ClientCore, "contest", name, url, length.ToString("c", CultureInfo.InvariantCulture), database, server);
        var sample = JsonSerializer.Deserialize(await child.ReadLineAsync(), SampleJson.Default.Sample)!;
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name,-10} {sample.MicrosecondsPerCheck,7:0.0} µs CPU, {sample.BytesPerCheck,7:#,0} B a check, {sample.Checks / sample.WallSeconds,8:#,0} checks/s"));
        return sample;
    }

    private static BenchReport Describe(Dictionary<string, List<Sample>> samples, int rounds, TimeSpan length)
    {
        var report = new BenchReport("pipeline");
        report.Conditions["concurrency"] = Contest.Concurrency.ToString(CultureInfo.InvariantCulture);
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"client to core {core}, far end and PostgreSQL to core {Machine.ServerCore}" : "no";
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture,
            $"{rounds} interleaved, {length.TotalSeconds:0} s of CPU to warm up and as much measured, a process each; medians");
        foreach (var (name, taken) in samples)
        {
            report.Add($"{name}.checksPerCpuSecond", Median(taken, sample => sample.ChecksPerCpuSecond), "checks/CPU s");
            report.Add($"{name}.cpuPerCheck", Median(taken, sample => sample.MicrosecondsPerCheck), "µs");
            if (name != Contest.Blackbox)
                report.Add($"{name}.allocatedPerCheck", Median(taken, sample => sample.BytesPerCheck), "B");
            report.Add($"{name}.checksPerSecond", Median(taken, sample => sample.Checks / sample.WallSeconds), "checks/s");
        }

        if (samples[Contest.PostgreSql].TrueForAll(sample => sample.ServerCpuSeconds is not null))
            report.Add("postgresql.serverCpuPerCheck", Median(samples[Contest.PostgreSql], sample => sample.ServerMicrosecondsPerCheck), "µs, beside the client's");
        AddRatio(report, samples, Contest.Memory, Contest.Bare);
        AddRatio(report, samples, Contest.Sqlite, Contest.Bare);
        AddRatio(report, samples, Contest.PostgreSql, Contest.Bare);
        AddRatio(report, samples, Contest.PostgreSql, Contest.Blackbox);
        return report;
    }

    /// <summary>Round by round, so that what slows the machine for a while slows both sides of a ratio.</summary>
    private static void AddRatio(BenchReport report, Dictionary<string, List<Sample>> samples, string name, string beside)
    {
        var ratios = samples[name].Zip(samples[beside], (one, other) => one.ChecksPerCpuSecond / other.ChecksPerCpuSecond).Order().ToList();
        // The one ratio to the exporter is that of the whole with PostgreSQL, which does most.
        var title = beside == Contest.Blackbox ? "toBlackbox" : $"{name}ToBare";
        report.AddRatio(title, Statistics.Percentile(ratios, 0.5));
        report.Add($"{title}.lowest", ratios[0], "ratio");
        report.Add($"{title}.highest", ratios[^1], "ratio");
    }

    private static double Median(List<Sample> taken, Func<Sample, double> figure) => Statistics.Median(taken.Select(figure));
}
