using System.Globalization;
using IntegrationHealth.Bench;
using IntegrationHealth.Bench.Pipeline;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Scheduling.Claims;
using IntegrationHealth.Bench.Scheduling.Firing;
using IntegrationHealth.Bench.Storage;
using IntegrationHealth.Bench.Targets;
using IntegrationHealth.Bench.Web;

using var ending = new ChildrenEnd();

// Verbs that a benchmark calls in a process of its own.
switch (args)
{
    case ["serve"]:
        await EndpointServer.RunAsync(closes: false);
        return 0;
    case ["serve", "closing"]:
        await EndpointServer.RunAsync(closes: true);
        return 0;
    case ["host", var integrations, var farEnd, var storage]:
        await WebHost.RunAsync(int.Parse(integrations, CultureInfo.InvariantCulture), farEnd, storage);
        return 0;
    case ["contest", var contestant, var url, var warmUp, var length, var integrations, var database, var server]:
        await Contest.RunAsync(
            contestant, new Uri(url), Seconds(warmUp), Seconds(length), int.Parse(integrations, CultureInfo.InvariantCulture), database, ProcessId(server));
        return 0;
    case ["watch", var url, var database, var server]:
        await TargetsHost.RunAsync(url, database, ProcessId(server));
        return 0;
    case ["write", var writer, var batch, var results, var database, var server]:
        await WriterContest.RunAsync(
            writer, int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(results, CultureInfo.InvariantCulture), database, ProcessId(server));
        return 0;
    case ["fire", var scheduler, var jobs, var interval, var database]:
        await FireContest.RunAsync(
            scheduler, int.Parse(jobs, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(interval, CultureInfo.InvariantCulture)), database);
        return 0;
    case ["claim", var queue, var batch, var queued, var database, var server]:
        await ClaimContest.RunAsync(
            queue, int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(queued, CultureInfo.InvariantCulture), database, ProcessId(server));
        return 0;
}

if (args is [] or ["help" or "--help" or "-h"])
{
    Console.Write(BenchArguments.Help(Benchmarks.All));
    return 0;
}

if (!BenchArguments.TryParse(args, Benchmarks.All, out var arguments, out var error))
{
    await Console.Error.WriteLineAsync(error);
    return 2;
}

var report = await arguments.Benchmark.RunAsync(arguments.Full);
Console.Write(report.ToTable());
if (arguments.JsonFile is { } file)
    await File.WriteAllTextAsync(file, report.ToJson());
return 0;

static int? ProcessId(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
