using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Firing;
using IntegrationHealth.Bench.Scheduling.Others;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Bench.Scheduling;

/// <summary>
/// The in-process due queue alone: CPU of a claim and its completion, and bytes an integration, by the number it holds. Then schedulers at their real pace:
/// how late they run empty jobs, and what that costs, beside what others take for it.
/// </summary>
internal static class SchedulingBenchmark
{
    private const int Batch = 256;

    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    private static readonly Contestant[] Contestants =
    [
        new(FireContest.Host, 10_000, Short), new(FireContest.Queue, 10_000, Short), new(FireContest.PeriodicTimer, 10_000, Short),
        new(FireContest.Quartz, 10_000, Short),
        new(FireContest.Host, 100_000, Usual), new(FireContest.Queue, 100_000, Usual),
        new(FireContest.Host, 1_000_000, Usual), new(FireContest.Queue, 1_000_000, Usual), new(FireContest.PeriodicTimer, 1_000_000, Usual),
    ];

    private static readonly Contestant[] InFull =
        [new(FireContest.PeriodicTimer, 100_000, Usual), new(FireContest.Quartz, 100_000, Usual), new(FireContest.Quartz, 1_000_000, Usual)];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var report = new BenchReport("scheduling");
        await MeasureQueueAsync(report, rounds: full ? 15 : 5);
        await FireAsync(report, full);
        return report;
    }

    private static async Task MeasureQueueAsync(BenchReport report, int rounds)
    {
        report.Conditions["batch"] = Batch.ToString(CultureInfo.InvariantCulture);
        report.Conditions["queue.rounds"] = $"{rounds} of 1,000,000 claims and completions, every item always due; medians";
        foreach (var size in Sizes)
        {
            await using var services = new ServiceCollection().AddIntegrationHealth().BuildServiceProvider();
            var queue = services.GetRequiredService<ICheckQueue>();
            var bytes = await FillAsync(queue, size);
            await DrainAsync(queue);
            var microseconds = new List<double>();
            for (var round = 0; round < rounds; round++)
                microseconds.Add(await DrainAsync(queue));
            report.Add($"{size}.claimAndComplete", Statistics.Median(microseconds), "µs CPU");
            report.Add($"{size}.bytes", bytes, "B an integration, its id included");
        }
    }

    /// <summary>Each at its pace in a process of its own: with the whole library behind the queue, the queue alone, and what others have.</summary>
    private static async Task FireAsync(BenchReport report, bool full)
    {
        Contestant[] bull = BullMq.IsInstalled ? [new(FireContest.BullMq, 10_000, Short)] : [];
        Contestant[] all = full ? [.. Contestants, .. bull, .. InFull] : [.. Contestants, .. bull];
        var rounds = Rounds.Of(full, usual: 1, inFull: 3);
        var samples = all.ToDictionary(contestant => contestant, _ => new List<FireSample>());
        await rounds.RunAsync(async _ =>
        {
            foreach (var contestant in all)
                samples[contestant].Add(await FireContest.MeasureAsync(contestant.Scheduler, contestant.Count, contestant.Interval));
        });

        report.Conditions["fire.rounds"] = FormattableString.Invariant(
            $"{rounds.Made}, {FireContest.Measured.TotalSeconds:0} s each after {FireContest.WarmUp.TotalSeconds:0} s to warm up, empty jobs, first ones spread over the interval; medians");
        report.Conditions["fire.names"] = "scheduler.jobs.interval";
        report.Conditions["bullmq"] = BullMq.IsInstalled ? "64 jobs at once, Redis on the other core" : "not installed (npm ci --prefix bench/bullmq)";
        foreach (var (contestant, taken) in samples)
        {
            Add("cpu", sample => sample.Cpu, "µs CPU a job");
            Add("ofCore", sample => sample.Share, "% of a core");
            Add("perSecond", sample => sample.PerSecond, "jobs/s");
            Add("late.p50", sample => sample.Late.P50, "ms");
            Add("late.p99", sample => sample.Late.P99, "ms");
            Add("late.max", sample => sample.Late.Max, "ms");
            if (taken[0].CaughtUp > 0)
                Add("caughtUp", sample => sample.CaughtUp, "s until nothing was later than a second");
            if (taken[0].ServerCpu is not null)
                Add("server", sample => sample.ServerCpu!.Value, "µs CPU of Redis a job");
            else
                Add("bytes", sample => sample.Bytes, "B a job");
            if (taken[0].BytesChecked is not null)
                Add("bytesPerIntegrationChecked", sample => sample.BytesChecked!.Value, "B an integration, each checked at least once");

            void Add(string figure, Func<FireSample, double> value, string unit) =>
                report.Add($"{contestant.Name}.{figure}", Statistics.Median(taken.Select(value)), unit);
        }
    }

    private static async Task<double> FillAsync(ICheckQueue queue, int size)
    {
        var random = new Random(17);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var past = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);
        for (var i = 0; i < size; i++)
            await queue.ScheduleAsync([new ScheduledCheck($"integration-{i:D7}", past + TimeSpan.FromSeconds(random.NextDouble() * 300))], default);
        return (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / size;
    }

    /// <summary>µs of CPU a claim and completion; each is due again a few simulated minutes later, but still in the past.</summary>
    private static async Task<double> DrainAsync(ICheckQueue queue)
    {
        const int Operations = 1_000_000;
        var completions = new List<CheckCompletion>(Batch);
        var started = Environment.CpuUsage.TotalTime;
        var done = 0;
        for (; done < Operations; done += Batch)
        {
            var claim = await queue.ClaimAsync(Batch, Lease, default);
            if (claim.Leases.Count != Batch)
                throw new InvalidOperationException($"{claim.Leases.Count} claims of {Batch}: not everything was due.");
            completions.Clear();
            var now = TimeProvider.System.GetUtcNow();
            foreach (var lease in claim.Leases)
                completions.Add(new CheckCompletion(lease, lease.DueAt + TimeSpan.FromMilliseconds(300) - now));
            if ((await queue.CompleteAsync(completions, default)).Count > 0)
                throw new InvalidOperationException("A lease was lost.");
        }

        return (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / done;
    }

    private sealed record Contestant(string Scheduler, int Count, TimeSpan Interval)
    {
        public string Name => string.Create(CultureInfo.InvariantCulture, $"{Scheduler}.{Count}.{Interval.TotalSeconds}s");
    }
}
