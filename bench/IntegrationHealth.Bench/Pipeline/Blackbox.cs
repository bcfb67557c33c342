using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>
/// Prometheus' blackbox_exporter as Debian packs it, asked for probes of the same address. Only its own CPU counts, not that of who asks: in
/// use that is Prometheus, whose cost comes on top.
/// </summary>
internal sealed class Blackbox : IContestant
{
    private const string Program = "/usr/bin/prometheus-blackbox-exporter";

    private readonly string _configuration = Path.GetTempFileName();
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Contest.Concurrency });
    private readonly CancellationTokenSource _stop = new();
    private readonly Process _exporter;
    private readonly Uri _probe;
    private Task[] _workers = [];
    private long _checks;

    /// <exception cref="InvalidOperationException">The exporter is not installed.</exception>
    public Blackbox(Uri url)
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"This benchmark stands beside {Program}, which is not installed: apt-get install prometheus-blackbox-exporter.");
        File.WriteAllText(_configuration, "modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        _probe = new Uri($"http://{address}/probe?module=http_2xx&target={Uri.EscapeDataString(url.AbsoluteUri)}");
        _exporter = Process.Start(new ProcessStartInfo(Program,
            [$"--config.file={_configuration}", $"--web.listen-address={address}", "--log.level=error"])
        { RedirectStandardError = true })!;
    }

    public long Checks => Interlocked.Read(ref _checks);

    public long ChecksToWarmUp => 0;

    public double CpuSeconds => ProcessCpu.SecondsOf(_exporter.Id) ?? throw new InvalidOperationException($"{Program} is not running.");

    public async Task StartAsync()
    {
        while (!await ProbeAsync(CancellationToken.None))
            await Task.Delay(100);
        _workers = [.. Enumerable.Range(0, Contest.Concurrency).Select(_ => Task.Run(WorkAsync))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _exporter.Kill();
        await _exporter.WaitForExitAsync();
        _exporter.Dispose();
        _client.Dispose();
        _stop.Dispose();
        File.Delete(_configuration);
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!await ProbeAsync(CancellationToken.None))
                throw new InvalidOperationException($"{Program} does not reach {_probe}.");
            Interlocked.Increment(ref _checks);
        }
    }

    private async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.GetStringAsync(_probe, cancellationToken)).Contains("\nprobe_success 1", StringComparison.Ordinal);
        }
        catch (HttpRequestException) when (!_exporter.HasExited)
        {
            // It does not listen yet.
            return false;
        }
    }
}
