using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Targets;

/// <summary>Prometheus and blackbox_exporter as Debian packs them, with nothing to do but these targets: a process each, a temporary folder.</summary>
internal sealed class PrometheusServers : IAsyncDisposable
{
    private const string Prometheus = "/usr/bin/prometheus";
    private const string Blackbox = "/usr/bin/prometheus-blackbox-exporter";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integrationhealth-bench-prometheus-");
    private readonly List<Process> _processes = [];

    /// <param name="core">The core for both; anywhere where it is null.</param>
    /// <param name="targets">What is probed.</param>
    /// <exception cref="InvalidOperationException">One of them is not installed.</exception>
    public PrometheusServers(int? core, IEnumerable<string> targets)
    {
        foreach (var program in new[] { Prometheus, Blackbox })
        {
            if (!File.Exists(program))
                throw new InvalidOperationException($"{program} is not installed: apt-get install prometheus prometheus-blackbox-exporter.");
        }

        var (address, exporter) = (FreeAddress(), FreeAddress());
        Address = new Uri($"http://{address}");
        File.WriteAllText(InFolder("blackbox.yml"), "modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n");
        File.WriteAllText(InFolder("prometheus.yml"), Configuration(exporter, targets));
        ExporterId = Start(core, Blackbox, $"--config.file={InFolder("blackbox.yml")}", $"--web.listen-address={exporter}", "--log.level=error");
        PrometheusId = Start(core, Prometheus, $"--config.file={InFolder("prometheus.yml")}", $"--web.listen-address={address}",
            $"--storage.tsdb.path={InFolder("data")}", "--log.level=error");
    }

    /// <summary>Where Prometheus answers.</summary>
    public Uri Address { get; }

    public int PrometheusId { get; }

    public int ExporterId { get; }

    /// <summary>Ends once both answer.</summary>
    public async Task ReadyAsync(HttpClient client)
    {
        while (!await AnswersAsync(client))
        {
            if (_processes.Find(process => process.HasExited) is { } ended)
                throw new InvalidOperationException($"{ended.StartInfo.FileName} {string.Join(' ', ended.StartInfo.ArgumentList)} ended with code {ended.ExitCode}.");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>As the exporter's own documentation has it: the target becomes a parameter of the call to the exporter.</summary>
    private static string Configuration(string exporter, IEnumerable<string> targets) => string.Create(CultureInfo.InvariantCulture, $"""
        global:
          scrape_interval: {TargetsTask.Interval.TotalSeconds}s
          scrape_timeout: {TargetsTask.Interval.TotalSeconds}s
        scrape_configs:
          - job_name: targets
            metrics_path: /probe
            params:
              module: [http_2xx]
            relabel_configs:
              - source_labels: [__address__]
                target_label: __param_target
              - source_labels: [__param_target]
                target_label: instance
              - target_label: __address__
                replacement: {exporter}
            static_configs:
              - targets: [{string.Join(", ", targets.Select(target => $"'{target}'"))}]
        """);

    private async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Address, "/-/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private int Start(int? core, string program, params ReadOnlySpan<string> arguments)
    {
        var command = Machine.Pinned(core, [program, .. arguments]);
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        _processes.Add(process);
        return process.Id;
    }

    private static string FreeAddress() => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
