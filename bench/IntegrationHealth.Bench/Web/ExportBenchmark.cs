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

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var rounds = full ? 7 : 3;
        var report = new BenchReport("export");
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds} exports after one to warm up, medians; everything due was checked once, and nothing is checked meanwhile");
        report.Conditions["pinned"] = Machine.ClientCore is { } core ? $"host to core {core}; PostgreSQL and the far end to core {Machine.ServerCore}" : "no";
        await using var server = await BenchPostgreSql.StartAsync(Machine.ServerCore);
        await using var farEnd = ChildProcess.Start(Machine.ServerCore, "serve");
        var url = await farEnd.ReadLineAsync();
        foreach (var size in full ? SizesInFull : Sizes)
        {
            foreach (var (name, storage) in ((string, string)[])[("memory", WebHost.Memory), ("sqlite", WebHost.Sqlite), ("postgresql", await server.CreateDatabaseAsync("export"))])
                await MeasureAsync(report, $"{name}.{size}", size, url, storage, rounds);
        }

        return report;
    }

    private static async Task MeasureAsync(BenchReport report, string name, int size, string url, string storage, int rounds)
    {
        await using var host = await WebProcess.StartAsync(size, url, storage);
        while ((await host.AskAsync("check")).Checks < size)
            await Task.Delay(Look);
        await host.AskAsync("rest");
        using var http = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5) };
        await ExportAsync(http);

        var (first, all, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
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
        }

        report.Add($"{name}.firstRow", Statistics.Median(first), "ms");
        report.Add($"{name}.all", Statistics.Median(all), "s");
        report.Add($"{name}.cpu", Statistics.Median(cpu), "µs CPU of the host a row");
        var idle = await host.AskAsync("collect");
        await ExportAsync(http, halfway: size / 2, async () =>
            report.Add($"{name}.held", ((await host.AskAsync("collect")).HeapBytes - idle.HeapBytes) / 1e6, "MB, while its client has stopped reading halfway"));
    }

    /// <summary>Reads all of it; halfway it may do something else first.</summary>
    private static async Task<Export> ExportAsync(HttpClient http, int halfway = -1, Func<Task>? meanwhile = null)
    {
        var asked = Stopwatch.GetTimestamp();
        using var answer = (await http.GetAsync(new Uri(WebHost.Export, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        TimeSpan? first = null;
        var count = 0;
        while (await lines.ReadLineAsync() is not null)
        {
            if (++count == halfway)
                await meanwhile!();
            if (count == 2)
                first = Stopwatch.GetElapsedTime(asked);
        }

        return new Export(count, first ?? TimeSpan.Zero, Stopwatch.GetElapsedTime(asked));
    }

    private sealed record Export(int Lines, TimeSpan First, TimeSpan All);
}
