using System.Diagnostics;
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
    /// <summary>
    /// A round: each of ours stands between two runs of its own bare loop, so that a machine that grows slower or faster is seen on both sides. The exporter makes a new
    /// connection for each probe in any case, so its one figure stands beside both kinds.
    /// </summary>
    private static readonly string[] Course =
    [
        Contest.Bare, Contest.Memory, Contest.Bare, Contest.Sqlite, Contest.Bare, Contest.PostgreSql, Contest.Bare, Contest.Blackbox,
        PipelineFigures.BareNew, PipelineFigures.MemoryNew, PipelineFigures.BareNew, PipelineFigures.PostgreSqlNew, PipelineFigures.BareNew,
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var plan = full
            ? new Plan(Rounds: 9, Ours: new Lengths(14, 8), Others: new Lengths(4, 4))
            : new Plan(Rounds: 3, Ours: new Lengths(6, 2.5), Others: new Lengths(1, 2));
        var rounds = Rounds.Of(full, plan.Rounds, plan.Rounds);
        var figures = new PipelineFigures();
        await using (var store = await BenchPostgreSql.StartAsync(Machine.ServerCore))
        await using (var keeping = ChildProcess.Start(Machine.ServerCore, "serve"))
        await using (var closing = ChildProcess.Start(Machine.ServerCore, "serve", "closing"))
        {
            var (kept, closed) = (await keeping.ReadLineAsync(), await closing.ReadLineAsync());
            await rounds.RunAsync(async round =>
            {
                var taken = new List<(string Name, Sample Sample)>();
                // Forwards and backwards in turn: what comes late in a round comes early in the next.
                foreach (var name in round % 2 == 0 ? Course : Course.Reverse())
                {
                    var integrations = PipelineFigures.IsOurs(name) ? IntegrationsToBegin(name, taken[^1].Sample) : 0;
                    var began = Stopwatch.GetTimestamp();
                    var sample = await MeasureAsync(name, PipelineFigures.IsNew(name) ? closed : kept, plan, integrations, store);
                    taken.Add((name, sample));
                    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                        $"{name,-24} {sample.MicrosecondsPerCheck,7:0.0} µs CPU, {sample.BytesPerCheck,7:#,0} B a check, {sample.ChecksPerSecond,8:#,0} checks/s, {sample.CoreBusy,5:0.00} of a core, took {Stopwatch.GetElapsedTime(began).TotalSeconds,4:0} s"));
                }

                figures.Add(taken);
            });
        }

        var report = new BenchReport("pipeline");
        report.Conditions["concurrency"] = Contest.Concurrency.ToString(CultureInfo.InvariantCulture);
        report.Conditions["pinned"] = Machine.ClientCore is { } core
            ? $"what is measured to core {core}; far end, PostgreSQL and who asks the exporter to core {Machine.ServerCore}"
            : "no";
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture,
            $"{rounds.Made}, a process each, by seconds of CPU: ours warm up for {plan.Ours.WarmUp:0.#} and are measured for {plan.Ours.Measured:0.#}, the others for {plan.Others.WarmUp:0.#} and {plan.Others.Measured:0.#}; medians");
        figures.Describe(report);
        return report;
    }

    /// <summary>
    /// A little less than each was seen to do beside its bare loop, which has just been measured. It is a guess to warm up with: once warm, a host is begun again with as many
    /// as it can check.
    /// </summary>
    private static int IntegrationsToBegin(string name, Sample bare)
    {
        var share = name switch
        {
            Contest.Memory => 0.45,
            Contest.Sqlite => 0.3,
            Contest.PostgreSql => 0.3,
            _ => 0.45,
        };
        return Math.Clamp((int)(share * bare.ChecksPerCpuSecond), 500, 40_000);
    }

    private static async Task<Sample> MeasureAsync(string name, string url, Plan plan, int integrations, BenchPostgreSql store)
    {
        var usesStore = name.StartsWith(Contest.PostgreSql, StringComparison.Ordinal);
        var database = usesStore ? await store.CreateDatabaseAsync("pipeline") : "";
        var lengths = PipelineFigures.IsOurs(name) ? plan.Ours : plan.Others;
        // The exporter is a process of its own, and begins on the other core itself.
        await using var child = ChildProcess.Start(name == Contest.Blackbox ? Machine.ServerCore : Machine.ClientCore,
            "contest", name, url, Text(lengths.WarmUp), Text(lengths.Measured), Text(integrations), database, usesStore ? $"{store.ProcessId}" : "");
        return JsonSerializer.Deserialize(await child.ReadLineAsync(), SampleJson.Default.Sample)!;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Rounds">How many there are at most.</param>
    /// <param name="Ours">Of a host.</param>
    /// <param name="Others">Of what has less code, and is warm sooner.</param>
    private sealed record Plan(int Rounds, Lengths Ours, Lengths Others);

    /// <param name="WarmUp">Seconds of CPU before anything else.</param>
    /// <param name="Measured">Seconds of CPU of a measurement.</param>
    private sealed record Lengths(double WarmUp, double Measured);
}
