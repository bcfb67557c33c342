using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Scheduling;

/// <summary>
/// The three due queues beside each other: CPU of the host and of the server for a claim and its completion, how many a second, and how that grows
/// with what the queue holds. Each measurement is a process and an empty server database of its own, in turn.
/// </summary>
internal static class ClaimsBenchmark
{
    private const int Full = 256;
    private const int Usual = 10_000;

    private static readonly Contestant[] Contestants =
    [
        new(ClaimContest.InProcess, Full, Usual), new(ClaimContest.Redis, Full, Usual), new(ClaimContest.PostgreSql, Full, Usual),
        new(ClaimContest.InProcess, 1, Usual), new(ClaimContest.Redis, 1, Usual), new(ClaimContest.PostgreSql, 1, Usual),
    ];

    private static readonly Contestant[] Growth =
    [
        new(ClaimContest.InProcess, Full, 1_000), new(ClaimContest.InProcess, Full, 100_000), new(ClaimContest.InProcess, Full, 1_000_000),
        new(ClaimContest.Redis, Full, 1_000), new(ClaimContest.Redis, Full, 100_000), new(ClaimContest.Redis, Full, 1_000_000),
        new(ClaimContest.PostgreSql, Full, 1_000), new(ClaimContest.PostgreSql, Full, 100_000),
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var (rounds, roundsOfGrowth) = full ? (7, 3) : (3, 1);
        var budget = new RoundBudget(rounds, full);
        Contestant[] growth = full ? [.. Growth, new(ClaimContest.PostgreSql, Full, 1_000_000)] : Growth;
        var samples = Contestants.Concat(growth).ToDictionary(contestant => contestant.Name, _ => new List<ClaimSample>());
        if (BullMq.IsInstalled)
            samples["bullmq.1"] = [];
        await using var database = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        while (budget.TryBegin())
        {
            foreach (var contestant in budget.Begun <= roundsOfGrowth ? Contestants.Concat(growth) : Contestants)
                samples[contestant.Name].Add(await MeasureAsync(contestant, database));
            if (BullMq.IsInstalled)
                samples["bullmq.1"].Add(await MeasureBullMqAsync());
        }

        return Describe(samples, budget.Begun, Math.Min(budget.Begun, roundsOfGrowth));
    }

    private static async Task<ClaimSample> MeasureAsync(Contestant contestant, BenchPostgreSql database)
    {
        await using var redis = contestant.Queue == ClaimContest.Redis ? await BenchRedis.StartAsync(Machine.ServerCore) : null;
        var (connection, server) = contestant.Queue switch
        {
            ClaimContest.Redis => (redis!.ConnectionString, Text(redis.ProcessId)),
            ClaimContest.PostgreSql => (await database.CreateDatabaseAsync("claims"), $"{database.ProcessId}"),
            _ => ("", ""),
        };
        await using var child = ChildProcess.Start(Machine.ClientCore, "claim", contestant.Queue, Text(contestant.Batch), Text(contestant.Queued), connection, server);
        return await NoteAsync(contestant.Name, JsonSerializer.Deserialize(await child.ReadLineAsync(), ClaimSampleJson.Default.ClaimSample)!);
    }

    private static async Task<ClaimSample> MeasureBullMqAsync()
    {
        await using var redis = await BenchRedis.StartAsync(Machine.ServerCore);
        return await NoteAsync("bullmq.1", await BullMq.MeasureAsync(redis, Machine.ClientCore));
    }

    private static async Task<ClaimSample> NoteAsync(string name, ClaimSample sample)
    {
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name,-24} host {sample.HostCpu,7:0.00} µs, server {sample.ServerCpu,7:0.00} µs, {sample.PerSecond,10:#,0}/s"));
        return sample;
    }

    private static BenchReport Describe(Dictionary<string, List<ClaimSample>> samples, int rounds, int roundsOfGrowth)
    {
        var report = new BenchReport("claims");
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"host to core {core}, server to core {Machine.ServerCore}" : "no";
        report.Conditions["rounds"] = $"{rounds} interleaved ({roundsOfGrowth} of the growth), a process each, everything always due, one call at a time; medians";
        report.Conditions["names"] = "queue.batch.queued";
        report.Conditions["load"] = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";
        report.Conditions["bullmq"] = BullMq.IsInstalled ? "64 jobs at once, each taken and completed alone" : "not installed (npm ci --prefix bench/bullmq)";
        foreach (var (name, taken) in samples)
        {
            report.Add($"{name}.host", Statistics.Median(taken.Select(sample => sample.HostCpu)), "µs CPU a claim and completion");
            if (taken[0].ServerCpu is not null)
                report.Add($"{name}.server", Statistics.Median(taken.Select(sample => sample.ServerCpu ?? 0)), "µs CPU a claim and completion");
            report.Add($"{name}.perSecond", Statistics.Median(taken.Select(sample => sample.PerSecond)), "a second");
        }

        return report;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Contestant(string Queue, int Batch, int Queued)
    {
        public string Name => string.Create(CultureInfo.InvariantCulture, $"{Queue}.{Batch}.{Queued}");
    }
}
