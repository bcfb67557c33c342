using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Bench.Pipeline;
using IntegrationHealth.Bench.Scheduling.Firing;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Targets;

/// <summary>
/// A host as its users write it, in a process of its own, all defaults but the interval: settles, is measured once, prints what it did. How late a check began is
/// what the library's own histogram is told, from when it was due to the start of its probe.
/// </summary>
internal static class TargetsHost
{
    /// <param name="url">Where the far end is.</param>
    /// <param name="database">An empty database; empty for what is kept in memory.</param>
    /// <param name="server">Process of the database server, stated beside; null where it is not known.</param>
    public static async Task RunAsync(string url, string database, int? server)
    {
        using var host = Build(url, database);
        var counter = host.Services.GetServices<IHealthEventSubscriber>().OfType<CommitCounter>().Single();
        var late = new FireLog(4 * (int)TargetsTask.Asked);
        using var listener = Listen(late);
        await host.StartAsync();
        await Task.Delay(TargetsTask.Settle);

        var (began, committed, failed) = (TimeProvider.System.GetTimestamp(), counter.Committed, counter.Failed);
        var watches = new List<ProcessWatch> { new("host", Environment.ProcessId) };
        if (server is { } id)
            watches.Add(new ProcessWatch("server", id));
        late.Open();
        await Task.Delay(TargetsTask.Measured);
        late.Close();
        var (seconds, ended, wrong) = (TimeProvider.System.GetElapsedTime(began).TotalSeconds, counter.Committed - committed, counter.Failed - failed);
        ProcessUse[] processes = [.. watches.Select(watch => watch.Read())];
        var sample = new TargetsSample(
            ended - wrong, wrong, seconds, late.Summarise(), late.CountWithin(TargetsTask.Prompt), late.CountWithin(TargetsTask.InTime), processes);
        Console.WriteLine(JsonSerializer.Serialize(sample, TargetsSampleJson.Default.TargetsSample));
        await host.StopAsync();
    }

    private static IHost Build(string url, string database)
    {
        var builder = Host.CreateApplicationBuilder();
        // Standard output is for the sample.
        builder.Logging.ClearProviders();
        builder.Services.AddIntegrationHealth(health =>
        {
            health.Configure(options => options.Checks.Interval = TargetsTask.Interval);
            foreach (var (target, address) in TargetsTask.AddressesAt(url).Index())
                health.AddHttp(string.Create(CultureInfo.InvariantCulture, $"integration-{target:D4}"), address);
            health.AddHealthEventSubscriber<CommitCounter>();
            if (database.Length > 0)
                health.UsePostgreSql(database);
        });
        return builder.Build();
    }

    private static MeterListener Listen(FireLog late)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == IntegrationHealthDiagnostics.MeterName && instrument.Name == IntegrationHealthDiagnostics.QueueLateness)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => late.Add(TimeSpan.FromSeconds(seconds)));
        listener.Start();
        return listener;
    }
}
