using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Web;

namespace IntegrationHealth.Bench.Ui;

/// <summary>
/// The client in Chromium with 10,000 integrations: what it loads, when a page can be used, what moves meanwhile, and what 10,000 live updates leave behind.
/// </summary>
internal static class UiBenchmark
{
    private const int Integrations = 10_000;
    private const int Updates = 10_000;
    private const double KiB = 1024;
    private const double MiB = 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UpdatesWithin = TimeSpan.FromMinutes(5);

    private static readonly (string Name, string Path, string Selector)[] Pages =
    [
        ("overview", "/integration-health/admin", ".matrix tbody tr"),
        ("integrations", "/integration-health/admin/integrations", ".grid-row[aria-rowindex='2']"),
    ];

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var report = new BenchReport("ui");
        AddFiles(report);
        await using var chromium = await BenchChromium.StartAsync();
        // With its simulator.
        await using var host = await SampleProcess.StartAsync(
            Machine.ServerCore,
            ("Sample__SimulatedIntegrations", Integrations.ToString(CultureInfo.InvariantCulture)), ("Sample__Storage", "memory"),
            ("IntegrationHealth__Checks__Interval", Interval.ToString("c", CultureInfo.InvariantCulture)));
        report.Conditions["chromium"] = chromium.Browser.Version;
        report.Conditions["host"] = $"the sample, {Integrations} integrations at {Interval.TotalSeconds:0} s, in memory; pinned to one core, Chromium is not";
        var rounds = Rounds.Of(full, usual: 5, inFull: 15);
        var taken = Pages.ToDictionary(page => page.Name, _ => new List<Visit>());
        await rounds.RunAsync(async _ =>
        {
            foreach (var (name, path, selector) in Pages)
            {
                var (page, visit) = await MeasuredPage.OpenAsync(chromium, host.Address, path, selector);
                await page.DisposeAsync();
                taken[name].Add(visit);
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"{name,-12} usable after {visit.Times.Usable,6:0} ms"));
            }
        });
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds.Made}, each page in a profile of its own with an empty cache, times by Chromium's own trace; medians");
        foreach (var (name, visits) in taken)
            AddVisits(report, name, visits);
        await AddUpdatesAsync(report, chromium, host.Address, full ? 3 * Updates : Updates);
        return report;
    }

    private static void AddFiles(BenchReport report)
    {
        foreach (var (name, bytes) in ClientFiles.Read())
            report.Add($"file.{name}", bytes / KiB, "KB with gzip");
    }

    private static void AddVisits(BenchReport report, string name, List<Visit> visits)
    {
        Add("firstLoad.scripts", visit => visit.Loaded.ScriptBytes / KiB, "KB compressed");
        Add("firstLoad.styles", visit => visit.Loaded.StyleBytes / KiB, "KB compressed");
        Add("firstLoad.fonts", visit => visit.Loaded.FontBytes / KiB, "KB");
        Add("firstPaint", visit => visit.Times.Paint, "ms");
        Add("shown", visit => visit.Times.Shown, "ms");
        Add("usable", visit => visit.Times.Usable, "ms");
        report.Add($"{name}.usable.lowest", visits.Min(visit => visit.Times.Usable), "ms");
        report.Add($"{name}.usable.highest", visits.Max(visit => visit.Times.Usable), "ms");
        Add("blocked", visit => visit.Times.LongTasks, "ms of tasks beyond 50 each");
        Add("layoutShift", visit => visit.Times.Shift, "CLS, 0.1 is good");

        void Add(string figure, Func<Visit, double> value, string unit) => report.Add($"{name}.{figure}", Statistics.Median(visits.Select(value)), unit);
    }

    /// <summary>Memory before and after many live updates of the list of integrations; the first tenth of them fills caches that are filled once.</summary>
    private static async Task AddUpdatesAsync(BenchReport report, BenchChromium chromium, Uri address, int updates)
    {
        var (_, path, selector) = Pages[1];
        var (page, _) = await MeasuredPage.OpenAsync(chromium, address, path, selector);
        await using var open = page;
        await HearAsync(page, updates / 10);
        var (before, from, shift) = (await page.MemoryAsync(), page.Heard, await page.ShiftAsync());
        await HearAsync(page, from + updates);
        var (after, heard) = (await page.MemoryAsync(), page.Heard - from);
        report.Add("updates.heard", heard, "live updates");
        report.Add("updates.heap.before", before.Heap / MiB, "MB, collected");
        report.Add("updates.heap.after", after.Heap / MiB, "MB, collected");
        report.Add("updates.nodes.before", before.Nodes, "DOM nodes");
        report.Add("updates.nodes.after", after.Nodes, "DOM nodes");
        report.Add("updates.listeners.before", before.Listeners, "listeners");
        report.Add("updates.listeners.after", after.Listeners, "listeners");
        report.Add("updates.layoutShift", await page.ShiftAsync() - shift, "CLS of all of them");
    }

    private static async Task HearAsync(MeasuredPage page, int updates)
    {
        var began = Stopwatch.GetTimestamp();
        while (page.Heard < updates)
        {
            if (Stopwatch.GetElapsedTime(began) > UpdatesWithin)
                throw new InvalidOperationException($"The page heard of {page.Heard} updates, not of {updates}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
