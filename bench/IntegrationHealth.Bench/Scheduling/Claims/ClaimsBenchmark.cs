using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Others;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Scheduling.Claims;

/// <summary>
/// The three due queues beside each other and beside Quartz.NET, Hangfire and BullMQ: CPU of the host and of the server for a claim and its completion, how many a second, and how that grows
/// with what the queue holds. Each measurement is a process and an empty server database of its own, in turn.
/// </summary>
internal static class ClaimsBenchmark
{
    private const int Full = 256;
    private const int Usual = 10_000;
    private const string Bull = "bullmq";

    /// <summary>A lot of them, as bench/bullmq/claims.mjs has it.</summary>
    private const int BullJobs = 20_000;

    private static readonly Contestant[] Contestants =
    [
        new(ClaimContest.InProcess, Full, Usual), new(ClaimContest.Redis, Full, Usual), new(ClaimContest.PostgreSql, Full, Usual),
        new(ClaimContest.InProcess, 1, Usual), new(ClaimContest.Redis, 1, Usual), new(ClaimContest.PostgreSql, 1, Usual),
        new(ClaimContest.Quartz, 1, Usual), new(ClaimContest.Hangfire, 1, OtherContest.Jobs), new(ClaimContest.HangfirePostgreSql, 1, OtherContest.JobsInDatabase),
    ];

    private static readonly Contestant[] Growth =
    [
        new(ClaimContest.InProcess, Full, 1_000), new(ClaimContest.InProcess, Full, 100_000), new(ClaimContest.InProcess, Full, 1_000_000),
        new(ClaimContest.Redis, Full, 1_000), new(ClaimContest.Redis, Full, 100_000), new(ClaimContest.Redis, Full, 1_000_000),
        new(ClaimContest.PostgreSql, Full, 1_000), new(ClaimContest.PostgreSql, Full, 100_000),
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var roundsOfGrowth = full ? 3 : 1;
        Contestant[] usual = BullMq.IsInstalled ? [.. Contestants, new(Bull, 1, BullJobs)] : Contestants;
        Contestant[] growth = full ? [.. Growth, new(ClaimContest.PostgreSql, Full, 1_000_000)] : Growth;
        var samples = usual.Concat(growth).ToDictionary(contestant => contestant.Name, _ => new List<ClaimSample>());
        await using var database = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        var rounds = Rounds.Of(full, usual: 3, inFull: 7);
        await rounds.RunAsync(async round =>
        {
            foreach (var contestant in round < roundsOfGrowth ? usual.Concat(growth) : usual)
                samples[contestant.Name].Add(await NoteAsync(contestant.Name, await MeasureAsync(contestant, database)));
        });
        return Describe(samples, rounds.Made, roundsOfGrowth);
    }

    private static async Task<ClaimSample> MeasureAsync(Contestant contestant, BenchPostgreSql database)
    {
        if (contestant.Queue == Bull)
            return await BullMq.RunAsync("claims.mjs", ClaimSampleJson.Default.ClaimSample);
        await using var redis = contestant.Queue == ClaimContest.Redis ? await BenchRedis.StartAsync(Machine.ServerCore) : null;
        var (connection, server) = contestant.Queue switch
        {
            ClaimContest.Redis => (redis!.ConnectionString, Text(redis.ProcessId)),
            ClaimContest.PostgreSql or ClaimContest.HangfirePostgreSql => (await database.CreateDatabaseAsync("claims"), $"{database.ProcessId}"),
            _ => ("", ""),
        };
        await using var child = ChildProcess.Start(Machine.ClientCore, "claim", contestant.Queue, Text(contestant.Batch), Text(contestant.Queued), connection, server);
        return JsonSerializer.Deserialize(await child.ReadLineAsync(), ClaimSampleJson.Default.ClaimSample)!;
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
        report.Conditions["others"] = string.Create(CultureInfo.InvariantCulture,
            $"jobs at once: Hangfire {OtherContest.HangfireWorkers}, Quartz.NET 10 (its default); warmed up by {ClaimContest.WarmUp.TotalSeconds:0} s of CPU, as ours are");
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
