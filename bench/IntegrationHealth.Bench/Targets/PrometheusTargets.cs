using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Firing;

namespace IntegrationHealth.Bench.Targets;

/// <summary>The same targets in Prometheus with blackbox_exporter; what came of it is what Prometheus kept and says of itself.</summary>
internal static class PrometheusTargets
{
    /// <summary>A scrape is kept once it has ended, at the latest after its timeout.</summary>
    private static readonly TimeSpan UntilKept = TargetsTask.Interval + TimeSpan.FromSeconds(1);

    /// <param name="url">Where the far end is.</param>
    /// <param name="core">The core for both processes; anywhere where it is null.</param>
    public static async Task<TargetsSample> MeasureAsync(string url, int? core)
    {
        await using var servers = new PrometheusServers(core, TargetsTask.AddressesAt(url));
        using var client = new HttpClient { BaseAddress = servers.Address, Timeout = TimeSpan.FromMinutes(1) };
        await servers.ReadyAsync(client);
        await Task.Delay(TargetsTask.Settle);
        ProcessWatch[] watches = [new("prometheus", servers.PrometheusId), new("exporter", servers.ExporterId)];
        var began = UnixSeconds();
        await Task.Delay(TargetsTask.Measured);
        var ended = UnixSeconds();
        ProcessUse[] processes = [.. watches.Select(watch => watch.Read())];
        await Task.Delay(UntilKept);

        var range = Text(Math.Round(1_000 * (ended - began)));
        var scrapes = await AskNumberAsync(client, $"sum(count_over_time(up[{range}ms]))", ended);
        var answered = await AskNumberAsync(client, $"sum(sum_over_time(up[{range}ms]))", ended);
        var succeeded = await AskNumberAsync(client, $"sum(sum_over_time(probe_success[{range}ms]))", ended);
        var late = new FireLog(4 * (int)TargetsTask.Asked);
        late.Open();
        var all = TargetsTask.Settle + TargetsTask.Measured;
        ScrapeTimes.Read(await AskAsync(client, $"up[{Text(all.TotalSeconds)}s]", ended), began, TargetsTask.Interval.TotalSeconds, late);
        return new TargetsSample(
            succeeded, scrapes - succeeded, ended - began, late.Summarise(), late.CountWithin(TargetsTask.Prompt), late.CountWithin(TargetsTask.InTime), processes)
        {
            More =
            [
                new BenchRow("scrapesWithoutAnswer", scrapes - answered, "scrapes"),
                new BenchRow("interval.p99", await ReadIntervalAsync(client), "s, by prometheus_target_interval_length_seconds"),
            ],
        };
    }

    private static async Task<double> AskNumberAsync(HttpClient client, string query, double at)
    {
        var result = (await AskAsync(client, query, at)).GetProperty("data").GetProperty("result");
        // Nothing was kept that could be added up.
        return result.GetArrayLength() == 0 ? 0 : Number(result[0].GetProperty("value")[1].GetString()!);
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string query, double at)
    {
        await using var answer = await client.GetStreamAsync(new Uri($"/api/v1/query?query={Uri.EscapeDataString(query)}&time={Text(at)}", UriKind.Relative));
        using var document = await JsonDocument.ParseAsync(answer);
        return document.RootElement.Clone();
    }

    /// <summary>The time between two scrapes of a target, since its start.</summary>
    private static async Task<double> ReadIntervalAsync(HttpClient client)
    {
        const string Line = "prometheus_target_interval_length_seconds{interval=\"5s\",quantile=\"0.99\"} ";
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("Prometheus says nothing of its intervals.");
        return Number(line[Line.Length..]);
    }

    private static double UnixSeconds() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1_000d;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
