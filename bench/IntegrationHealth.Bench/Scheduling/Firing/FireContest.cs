using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Others;

namespace IntegrationHealth.Bench.Scheduling.Firing;

/// <summary>
/// A scheduler in a process of its own with many jobs at an interval, and nothing to do in them but to note when: warms up, is measured once, prints how
/// late they ran and what they cost.
/// </summary>
internal static class FireContest
{
    public const string Host = "host";
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgresql";
    public const string Queue = "queue";
    public const string PeriodicTimer = "periodicTimer";
    public const string Quartz = "quartz";
    public const string BullMq = "bullmq";

    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    /// <summary>How long one may take, beyond warming up, to run what fell due while it started: what is measured is its pace, not its start.</summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CatchUpWindow = TimeSpan.FromSeconds(1);

    /// <param name="name">Which scheduler.</param>
    /// <param name="count">Jobs.</param>
    /// <param name="interval">Between two runs of a job.</param>
    /// <param name="database">How to reach an empty database, for the hosts that have one.</param>
    public static async Task RunAsync(string name, int count, TimeSpan interval, string database)
    {
        var (late, committed) = (new FireLog(Room(count, interval)), new FireLog(Room(count, interval)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using IAsyncDisposable scheduler = name switch
        {
            Queue => QueueLoop.Start(count, interval, late),
            PeriodicTimer => TimerPerJob.Start(count, interval, late),
            Quartz => await StartQuartzAsync(),
            _ => await FiringHost.StartAsync(name, count, interval, database, late, committed),
        };
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / count;
        var caughtUp = await WarmUpAsync(late);

        var (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        late.Open();
        committed.Open();
        await Task.Delay(Measured);
        late.Close();
        committed.Close();
        var (used, passed) = (Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(started));
        // What an integration keeps of its checks comes with the first one.
        double? bytesChecked = scheduler is FiringHost { HasCheckedAll: true } ? (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / count : null;
        var sample = new FireSample(
            late.Count / passed.TotalSeconds, used.TotalMicroseconds / Math.Max(1, late.Count), used / passed * 100, late.Summarise(), bytes,
            committed.Count == 0 ? null : committed.Summarise(), CaughtUp: caughtUp.TotalSeconds, BytesChecked: bytesChecked);
        Console.WriteLine(JsonSerializer.Serialize(sample, FireSampleJson.Default.FireSample));

        async Task<QuartzJobs> StartQuartzAsync()
        {
            var (now, due) = (TimeProvider.System.GetUtcNow(), new DueTimes(count, interval));
            return await QuartzJobs.StartAsync(Enumerable.Range(0, count).Select(job => now + due.First(job)), interval, late.Add);
        }
    }

    /// <summary>Warms up until a second has passed in which jobs ran and none was later than that; how long this took.</summary>
    private static async Task<TimeSpan> WarmUpAsync(FireLog late)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.Delay(WarmUp - CatchUpWindow);
        do
        {
            late.Open();
            await Task.Delay(CatchUpWindow);
            late.Close();
        }
        while ((late.TakeWorst() is not { } worst || worst > CatchUpWindow) && TimeProvider.System.GetElapsedTime(began) < WarmUp + LongestCatchUp);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Measures one in a process of its own.</summary>
    public static async Task<FireSample> MeasureAsync(string name, int count, TimeSpan interval, string database = "")
    {
        FireSample sample;
        if (name == BullMq)
        {
            sample = await Others.BullMq.RunAsync("fire.mjs", FireSampleJson.Default.FireSample, Text(count), Text(interval.TotalSeconds), Text(WarmUp.TotalSeconds), Text(Measured.TotalSeconds));
        }
        else
        {
            await using var child = ChildProcess.Start(Machine.ClientCore, Compilation.AtOnce, "fire", name, Text(count), Text(interval.TotalSeconds), database);
            sample = JsonSerializer.Deserialize(await child.ReadLineAsync(), FireSampleJson.Default.FireSample)!;
        }

        await Console.Error.WriteLineAsync(FormattableString.Invariant(
            $"{name,-14} {count,9} at {interval.TotalSeconds,3} s: {sample.PerSecond,6:0}/s, {sample.Cpu,6:0.0} µs, p99 {sample.Late.P99,8:0.0} ms late{(sample.Committed is { } committed ? Text(committed) : "")}"));
        return sample;
    }

    private static string Text(Lateness committed) => FormattableString.Invariant($", committed p50 {committed.P50:0.0}, p99 {committed.P99:0.0} ms after the probe");

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Twice what can run in the time, for jobs that catch up.</summary>
    private static int Room(int count, TimeSpan interval) => (int)(2 * count * Math.Ceiling(Measured / interval)) + 1_000;
}

/// <summary>What a scheduler did.</summary>
/// <param name="PerSecond">Jobs run.</param>
/// <param name="Cpu">µs of CPU for each.</param>
/// <param name="Share">Percent of a core.</param>
/// <param name="Late">How long after its time a job began.</param>
/// <param name="Bytes">Managed memory for each job, most of which have not run yet.</param>
/// <param name="Committed">From the end of the probe to its commit; null without one.</param>
/// <param name="CaughtUp">Seconds until it ran nothing later than a second any more; 0 where that is not looked at.</param>
/// <param name="ServerCpu">µs of a server's CPU for each, beside; null without one.</param>
/// <param name="BytesChecked">Managed memory for each job once all have run; null where that takes longer than the measurement.</param>
internal sealed record FireSample(
    double PerSecond, double Cpu, double Share, Lateness Late, double Bytes, Lateness? Committed = null, double CaughtUp = 0, double? ServerCpu = null,
    double? BytesChecked = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FireSample))]
internal sealed partial class FireSampleJson : JsonSerializerContext;
