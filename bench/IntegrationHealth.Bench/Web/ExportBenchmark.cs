using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Storage;

namespace IntegrationHealth.Bench.Web;

/// <summary>
/// The administrators' list as CSV, by storage and number of integrations, each checked once: how long it takes, what it costs, and what the host holds for a client that has stopped
/// in the middle of it.
/// </summary>
internal static class ExportBenchmark
{
    private static readonly int[] Sizes = [100_000];
    private static readonly int[] SizesInFull = [10_000, 100_000];
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Until all were checked, on a machine that is busy with something else.</summary>
    private static readonly TimeSpan LongestChecks = TimeSpan.FromMinutes(3);

    /// <summary>For one export, halfway of which something else is done.</summary>
    private static readonly TimeSpan LongestExport = TimeSpan.FromMinutes(2);

    /// <summary>For the exports of one storage.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var report = new BenchReport("export");
        report.Conditions["checks"] = "every integration was checked once, and none is while it is exported";
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"host to core {core}; PostgreSQL and the far end to core {Machine.ServerCore}" : "no";
        await using var server = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        var url = await farEnd.ReadLineAsync();
        foreach (var size in full ? SizesInFull : Sizes)
        {
            foreach (var (name, storage) in ((string, string)[])[("memory", WebHost.Memory), ("sqlite", WebHost.Sqlite), ("postgresql", await server.CreateDatabaseAsync("export"))])
                await MeasureAsync(report, $"{name}.{size}", size, url, storage, full);
        }

        return report;
    }

    private static async Task MeasureAsync(BenchReport report, string name, int size, string url, string storage, bool full)
    {
        await using var host = await WebProcess.StartAsync(size, url, storage);
        await UntilCheckedAsync(host, name, size);
        using var http = new HttpClient { BaseAddress = host.Address, Timeout = LongestExport };
        await ExportAsync(http);

        var (first, all, cpu) = (new List<double>(), new List<double>(), new List<double>());
        var rounds = new Rounds(full ? 7 : 3, full ? TimeSpan.MaxValue : Within);
        await rounds.RunAsync(async _ =>
        {
            var before = await host.AskAsync("collect");
            var export = await ExportAsync(http);
            var after = await host.AskAsync();
            // A heading, the integrations, and the one that is asked about.
            if (export.Lines != size + 2)
                throw new InvalidOperationException($"The export has {export.Lines} lines, not {size + 2}.");
            first.Add(export.First.TotalMilliseconds);
            all.Add(export.All.TotalSeconds);
            cpu.Add((after.CpuSeconds - before.CpuSeconds) * 1e6 / size);
        });

        report.Conditions[$"{name}.rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds.Made} exports after one to warm up; medians");
        report.Add($"{name}.firstRow", Statistics.Median(first), "ms");
        report.Add($"{name}.all", Statistics.Median(all), "s");
        report.Add($"{name}.cpu", Statistics.Median(cpu), "µs CPU of the host a row");
        var idle = await host.AskAsync("collect");
        await ExportAsync(http, halfway: size / 2, async () =>
            report.Add($"{name}.held", ((await host.AskAsync("collect")).HeapBytes - idle.HeapBytes) / 1e6, "MB, while its client has stopped reading halfway"));
    }

    /// <summary>Waits until each was, not until there were as many checks; then nothing is checked any more.</summary>
    private static async Task UntilCheckedAsync(WebProcess host, string name, int size)
    {
        var began = Stopwatch.GetTimestamp();
        await host.AskAsync("hurry");
        // And the one that is asked about.
        while ((await host.AskAsync()).Integrations is var integrations && integrations < size + 1)
        {
            if (Stopwatch.GetElapsedTime(began) > LongestChecks)
                throw new InvalidOperationException($"{name}: {integrations} of {size + 1} integrations had a check that ended well within {LongestChecks.TotalMinutes:0} minutes.");
            await Task.Delay(Look);
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-18} all checked after {Stopwatch.GetElapsedTime(began).TotalSeconds,4:0} s"));
        await host.AskAsync("rest");
    }

    /// <summary>Reads all of it; halfway it may do something else first.</summary>
    private static async Task<Export> ExportAsync(HttpClient http, int halfway = -1, Func<Task>? meanwhile = null)
    {
        var asked = Stopwatch.GetTimestamp();
        using var answer = (await http.GetAsync(new Uri(WebHost.Export, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        TimeSpan? first = null;
        var count = 0;
        using var patience = new CancellationTokenSource(LongestExport);
        try
        {
            while (await lines.ReadLineAsync(patience.Token) is not null)
            {
                if (++count == halfway)
                    await meanwhile!();
                if (count == 2)
                    first = Stopwatch.GetElapsedTime(asked);
            }
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The export had {count} lines after {LongestExport.TotalMinutes:0} minutes, and no end.", exception);
        }

        return new Export(count, first ?? TimeSpan.Zero, Stopwatch.GetElapsedTime(asked));
    }

    private sealed record Export(int Lines, TimeSpan First, TimeSpan All);
}
