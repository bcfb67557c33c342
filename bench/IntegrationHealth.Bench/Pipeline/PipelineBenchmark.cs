using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>
/// Checks per CPU second of the whole pipeline beside a bare HTTP loop and blackbox_exporter, against the same address: on kept-alive connections, and
/// where the far end closes each connection behind its answer.
/// </summary>
internal static class PipelineBenchmark
{
    private const string BareNew = Contest.Bare + Contest.NewConnections;
    private const string MemoryNew = Contest.Memory + Contest.NewConnections;
    private const string PostgreSqlNew = Contest.PostgreSql + Contest.NewConnections;

    /// <summary>The exporter makes a new connection for each probe in any case, so its one figure stands beside both.</summary>
    private static readonly string[] Contestants =
    [
        Contest.Bare, Contest.Memory, Contest.Sqlite, Contest.PostgreSql, Contest.Blackbox, BareNew, MemoryNew, PostgreSqlNew,
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var plan = full ? new Plan(9, 14, 8) : new Plan(3, 6, 2.5);
        var rounds = Rounds.Of(full, plan.Rounds, plan.Rounds);
        var samples = Contestants.ToDictionary(name => name, _ => new List<Sample>(), StringComparer.Ordinal);
        await using (var store = await BenchPostgreSql.StartAsync(Machine.ServerCore))
        await using (var keeping = ChildProcess.Start(Machine.ServerCore, "serve"))
        await using (var closing = ChildProcess.Start(Machine.ServerCore, "serve", "closing"))
        {
            var (kept, closed) = (await keeping.ReadLineAsync(), await closing.ReadLineAsync());
            await rounds.RunAsync(async round =>
            {
                // Each goes first, second and last in turn.
                for (var i = 0; i < Contestants.Length; i++)
                {
                    var name = Contestants[(round + i) % Contestants.Length];
                    var integrations = IntegrationsFor(name, samples);
                    samples[name].Add(await MeasureAsync(name, IsNew(name) ? closed : kept, plan, integrations, store));
                }
            });
        }

        return Describe(samples, plan with { Rounds = rounds.Made });
    }

    private static bool IsNew(string name) => name.EndsWith(Contest.NewConnections, StringComparison.Ordinal);

    /// <summary>
    /// More than are checked in a second, so that the queue is always behind, and not three times more, at which thousands of alerts say so: by the best
    /// round so far. The first round guesses, by the speed of the bare loop, which comes before all others.
    /// </summary>
    private static int IntegrationsFor(string name, Dictionary<string, List<Sample>> samples)
    {
        var perSecond = samples[name].Count > 0
            ? samples[name].Max(PerSecond)
            : (name == Contest.Memory ? 0.3 : IsNew(name) ? 0.1 : 0.2) * samples[Contest.Bare].Select(PerSecond).DefaultIfEmpty().Max();
        return Math.Clamp((int)(1.3 * perSecond), 1_000, 60_000);
    }

    private static double PerSecond(Sample sample) => sample.Checks / sample.WallSeconds;

    private static async Task<Sample> MeasureAsync(string name, string url, Plan plan, int integrations, BenchPostgreSql store)
    {
        var usesStore = name.StartsWith(Contest.PostgreSql, StringComparison.Ordinal);
        var database = usesStore ? await store.CreateDatabaseAsync("pipeline") : "";
        // What runs no code of ours is warm sooner.
        var warmUp = name.StartsWith(Contest.Bare, StringComparison.Ordinal) || name == Contest.Blackbox ? plan.WarmUp / 3 : plan.WarmUp;
        await using var child = ChildProcess.Start(
            Machine.ClientCore, "contest", name, url, Text(warmUp), Text(plan.Length), Text(integrations), database, usesStore ? $"{store.ProcessId}" : "");
        var sample = JsonSerializer.Deserialize(await child.ReadLineAsync(), SampleJson.Default.Sample)!;
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name,-24} {sample.MicrosecondsPerCheck,7:0.0} µs CPU, {sample.BytesPerCheck,7:#,0} B a check, {sample.Checks / sample.WallSeconds,8:#,0} checks/s"));
        return sample;
    }

    private static BenchReport Describe(Dictionary<string, List<Sample>> samples, Plan plan)
    {
        var report = new BenchReport("pipeline");
        report.Conditions["concurrency"] = Contest.Concurrency.ToString(CultureInfo.InvariantCulture);
        report.Conditions["ratios"] = "checks per CPU second to those of the other, the database's server apart: more is better, and toBlackbox of 10 is a tenth of the exporter's CPU a check";
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"client to core {core}, far end and PostgreSQL to core {Machine.ServerCore}" : "no";
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture,
            $"{plan.Rounds} interleaved, {plan.WarmUp:0.#} s of CPU to warm up (a third for what is not ours) and {plan.Length:0.#} measured, a process each; medians");
        foreach (var (name, taken) in samples)
        {
            report.Add($"{name}.checksPerCpuSecond", Median(taken, sample => sample.ChecksPerCpuSecond), "checks/CPU s");
            report.Add($"{name}.cpuPerCheck", Median(taken, sample => sample.MicrosecondsPerCheck), "µs");
            if (name != Contest.Blackbox)
                report.Add($"{name}.allocatedPerCheck", Median(taken, sample => sample.BytesPerCheck), "B");
            report.Add($"{name}.checksPerSecond", Median(taken, PerSecond), "checks/s");
            if (taken.TrueForAll(sample => sample.ServerCpuSeconds is not null))
                report.Add($"{name}.serverCpuPerCheck", Median(taken, sample => sample.ServerMicrosecondsPerCheck), "µs, beside the client's");
        }

        AddRatio(report, samples, "memoryToBare", Contest.Memory, Contest.Bare);
        AddRatio(report, samples, "sqliteToBare", Contest.Sqlite, Contest.Bare);
        AddRatio(report, samples, "postgresqlToBare", Contest.PostgreSql, Contest.Bare);
        AddRatio(report, samples, "memoryToBareNewConnections", MemoryNew, BareNew);
        AddRatio(report, samples, "postgresqlToBareNewConnections", PostgreSqlNew, BareNew);
        // To the exporter that of the whole with PostgreSQL, which does most.
        AddRatio(report, samples, "toBlackbox", Contest.PostgreSql, Contest.Blackbox);
        AddRatio(report, samples, "toBlackboxNewConnections", PostgreSqlNew, Contest.Blackbox);
        return report;
    }

    /// <summary>Round by round, so that what slows the machine for a while slows both sides of a ratio.</summary>
    private static void AddRatio(BenchReport report, Dictionary<string, List<Sample>> samples, string title, string name, string beside)
    {
        var ratios = samples[name].Zip(samples[beside], (one, other) => one.ChecksPerCpuSecond / other.ChecksPerCpuSecond).Order().ToList();
        report.AddRatio(title, Statistics.Percentile(ratios, 0.5));
        report.Add($"{title}.lowest", ratios[0], "ratio");
        report.Add($"{title}.highest", ratios[^1], "ratio");
    }

    private static double Median(List<Sample> taken, Func<Sample, double> figure) => Statistics.Median(taken.Select(figure));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Rounds">How often each contestant is measured.</param>
    /// <param name="WarmUp">Seconds of CPU before a measurement.</param>
    /// <param name="Length">Seconds of CPU of a measurement.</param>
    private sealed record Plan(int Rounds, double WarmUp, double Length);
}
