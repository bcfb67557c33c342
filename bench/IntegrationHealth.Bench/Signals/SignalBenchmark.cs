using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Catalog;
using IntegrationHealth.Signals;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationHealth.Bench.Signals;

/// <summary>What a report of the host's own call costs in the caller's path: time and bytes, over many integrations.</summary>
internal static class SignalBenchmark
{
    private const int Integrations = 1_000;
    private const int Calls = 2_000_000;

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var rounds = Rounds.Of(full, usual: 5, inFull: 15);
        var report = new BenchReport("signals");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection();
        builder.Services.AddIntegrationHealth(health =>
        {
            for (var number = 0; number < Integrations; number++)
            {
                health.AddIntegration(new Integration
                {
                    Id = $"integration-{number:D4}",
                    Provider = "http",
                    Name = $"{number}",
                    Enabled = false,
                    Settings = System.Text.Json.JsonDocument.Parse("""{"url":"http://127.0.0.1:9/"}""").RootElement,
                });
            }
        });
        using var host = builder.Build();
        await host.StartAsync();
        var signals = host.Services.GetRequiredService<IHealthSignals>();
        var ids = Enumerable.Range(0, Integrations).Select(number => $"integration-{number:D4}").ToArray();
        Run(signals, ids);
        var (nanoseconds, bytes) = (new List<double>(), new List<double>());
        await rounds.RunAsync(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            Run(signals, ids);
            nanoseconds.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / Calls);
            bytes.Add((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls);
            return Task.CompletedTask;
        });

        await host.StopAsync();
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds.Made} of {Calls:N0} reports over {Integrations:N0} integrations, one thread; medians");
        report.Add("report", Statistics.Median(nanoseconds), "ns a call");
        report.Add("report.bytes", Statistics.Median(bytes), "B a call");
        return report;
    }

    private static void Run(IHealthSignals signals, string[] ids)
    {
        var signal = HealthSignal.Succeeded(TimeSpan.FromMilliseconds(80));
        for (var call = 0; call < Calls; call++)
            signals.Report(ids[call % ids.Length], signal);
    }
}
