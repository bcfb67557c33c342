using System.Globalization;
using IntegrationHealth.Bench.Alerts;
using IntegrationHealth.Bench.Pipeline;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling;
using IntegrationHealth.Bench.Signals;
using IntegrationHealth.Bench.Storage;
using IntegrationHealth.Bench.Web;

// Verbs that a benchmark calls in a process of its own.
switch (args)
{
    case ["serve"]:
        await EndpointServer.RunAsync(closes: false);
        return 0;
    case ["serve", "closing"]:
        await EndpointServer.RunAsync(closes: true);
        return 0;
    case ["host", var integrations, var farEnd]:
        await WebHost.RunAsync(int.Parse(integrations, CultureInfo.InvariantCulture), farEnd);
        return 0;
    case ["contest", var contestant, var url, var warmUp, var length, var integrations, var database, var server]:
        await Contest.RunAsync(
            contestant, new Uri(url), Seconds(warmUp), Seconds(length), int.Parse(integrations, CultureInfo.InvariantCulture), database, ProcessId(server));
        return 0;
    case ["write", var writer, var batch, var results, var database, var server]:
        await WriterContest.RunAsync(
            writer, int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(results, CultureInfo.InvariantCulture), database, ProcessId(server));
        return 0;
    case ["claim", var queue, var batch, var queued, var database, var server]:
        await ClaimContest.RunAsync(
            queue, int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(queued, CultureInfo.InvariantCulture), database, ProcessId(server));
        return 0;
}

var benchmarks = new Dictionary<string, Func<bool, Task<BenchReport>>>(StringComparer.Ordinal)
{
    ["overhead"] = OverheadBenchmark.RunAsync,
    ["alerts"] = AlertsBenchmark.RunAsync,
    ["pipeline"] = PipelineBenchmark.RunAsync,
    ["realtime"] = RealtimeBenchmark.RunAsync,
    ["scheduling"] = SchedulingBenchmark.RunAsync,
    ["signals"] = SignalBenchmark.RunAsync,
    ["writer"] = WriterBenchmark.RunAsync,
    ["queries"] = QueriesBenchmark.RunAsync,
    ["claims"] = ClaimsBenchmark.RunAsync,
};

if (!BenchArguments.TryParse(args, benchmarks.Keys, out var arguments, out var error))
{
    await Console.Error.WriteLineAsync(error);
    return 2;
}

var report = await benchmarks[arguments.Name](arguments.Full);
Console.Write(report.ToTable());
if (arguments.JsonFile is { } file)
    await File.WriteAllTextAsync(file, report.ToJson());
return 0;

static int? ProcessId(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
