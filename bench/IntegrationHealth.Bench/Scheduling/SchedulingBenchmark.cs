using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Bench.Scheduling;

/// <summary>The in-process due queue alone: CPU of a claim and its completion, and bytes an integration, by the number it holds.</summary>
internal static class SchedulingBenchmark
{
    private const int Batch = 256;

    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var rounds = full ? 15 : 5;
        var report = new BenchReport("scheduling");
        report.Conditions["batch"] = Batch.ToString(CultureInfo.InvariantCulture);
        report.Conditions["rounds"] = $"{rounds} of 1,000,000 claims and completions, every item always due; medians";
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

        return report;
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
        for (var done = 0; done < Operations; done += completions.Count)
        {
            var claim = await queue.ClaimAsync(Batch, Lease, default);
            completions.Clear();
            foreach (var lease in claim.Leases)
                completions.Add(new CheckCompletion(lease, lease.DueAt + TimeSpan.FromMilliseconds(300)));
            await queue.CompleteAsync(completions, default);
        }

        return (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Operations;
    }
}
