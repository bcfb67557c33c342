using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>
/// Prometheus' blackbox_exporter as Debian packs it, asked for probes of the same address. Only its own CPU counts, not that of who asks: in use that is Prometheus, whose
/// cost comes on top. It has the core under measurement for itself; this process, which asks, is on the far end's.
/// </summary>
internal sealed class Blackbox(Uri url) : IContestant
{
    private const string Program = "prometheus-blackbox-exporter";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Contest.Concurrency }) { Timeout = Contest.LongestAnswer };
    private Askers? _askers;
    private Process? _exporter;
    private ErrorOutput? _errors;
    private DirectoryInfo? _folder;
    private Uri? _probe;
    private string _answer = "nothing";

    public long Checks => _askers?.Answered ?? 0;

    public double CpuSeconds => ProcessCpu.SecondsOf(_exporter?.Id) ?? throw new InvalidOperationException($"{Program} is not running.");

    /// <exception cref="InvalidOperationException">The exporter is not installed, or ended.</exception>
    /// <exception cref="TimeoutException">It does not reach the address.</exception>
    public async Task StartAsync()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"This benchmark stands beside {Program}, which is not on PATH: apt-get install {Program}.");
        _folder = Directory.CreateTempSubdirectory("integrationhealth-bench-blackbox-");
        var configuration = Path.Combine(_folder.FullName, "blackbox.yml");
        await File.WriteAllTextAsync(configuration, "modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        _probe = new Uri($"http://{address}/probe?module=http_2xx&target={Uri.EscapeDataString(url.AbsoluteUri)}");
        var command = Machine.Pinned(Machine.ClientCore, program, $"--config.file={configuration}", $"--web.listen-address={address}", "--log.level=error");
        _exporter = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{command[0]} did not start.");
        _errors = new ErrorOutput(_exporter);
        await WaitForAnswerAsync();
        _askers = new Askers(ProbeAsync);
        _askers.Start();
    }

    public void ThrowIfBroken() => _askers?.ThrowIfFailed();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_askers is not null)
                await _askers.DisposeAsync();
            if (_exporter is not null)
            {
                _exporter.Kill(entireProcessTree: true);
                await _exporter.WaitForExitAsync();
                _exporter.Dispose();
            }
        }
        finally
        {
            _client.Dispose();
            _folder?.Delete(recursive: true);
        }
    }

    private async Task WaitForAnswerAsync()
    {
        try
        {
            await Waiting.UntilAsync(ReachesAsync, LongestStart, $"the first probe of {url} by {Program} that succeeds");
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message} It answered: {_answer}", exception);
        }
    }

    private async Task ProbeAsync()
    {
        if (!await SucceedsAsync())
            throw new InvalidOperationException($"{Program} does not reach {url} any more; it answered: {_answer}");
    }

    private async ValueTask<bool> ReachesAsync()
    {
        if (_exporter!.HasExited)
            throw new InvalidOperationException($"{Program} ended with code {_exporter.ExitCode} before it answered. {await _errors!.ReadToEndAsync()}");
        try
        {
            return await SucceedsAsync();
        }
        catch (HttpRequestException)
        {
            // It does not listen yet, or never will: the wait has an end.
            return false;
        }
    }

    private async Task<bool> SucceedsAsync()
    {
        var answer = await _client.GetStringAsync(_probe);
        if (answer.Contains("\nprobe_success 1", StringComparison.Ordinal))
            return true;
        _answer = string.Join('\n', answer.Split('\n').Where(line => !line.StartsWith('#')));
        return false;
    }
}
