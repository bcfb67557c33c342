using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>Prometheus Alertmanager as Debian packs it, in a process of its own, with nothing grouped and nothing waited for.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private const string Requests = "alertmanager_notification_requests_total{integration=\"webhook\"}";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("ih-alertmanager-").FullName;
    private readonly HttpClient _client = new();
    private readonly string _address;
    private readonly Process _process;
    private readonly Task<string> _said;
    private int _sent;

    public Alertmanager(int port, string webhook)
    {
        _address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var configuration = Path.Combine(_folder, "alertmanager.yml");
        File.WriteAllText(configuration, $"""
            route:
              receiver: hook
              group_by: ['...']
              group_wait: 0s
              group_interval: 1m
              repeat_interval: 4h
            receivers:
              - name: hook
                webhook_configs:
                  - url: {webhook}
                    send_resolved: false
            """);
        _process = Process.Start(new ProcessStartInfo("prometheus-alertmanager",
            [$"--config.file={configuration}", $"--storage.path={_folder}", $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=error"])
        {
            RedirectStandardError = true,
        })!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    public Task ReadyAsync() => UntilAsync("to be ready", async () =>
    {
        try
        {
            using var answer = await _client.GetAsync($"{_address}/-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    });

    /// <summary>Ends once it has noted the answer to everything that it sent, so that nothing of a round is left for the time of the next contestant.</summary>
    public Task SettledAsync() => UntilAsync("to note what it sent", async () =>
        (await _client.GetStringAsync($"{_address}/metrics")).Split('\n').Where(line => line.StartsWith(Requests, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[Requests.Length..].Trim(), CultureInfo.InvariantCulture)) >= _sent);

    /// <summary>Posts the alerts of a turn in one call.</summary>
    public async Task PostAsync(AlertReceiver.Turn turn, int count)
    {
        _sent += count;
        var alerts = Enumerable.Range(0, count).Select(index => new
        {
            labels = new Dictionary<string, string>
            {
                ["alertname"] = "Three failures",
                ["id"] = turn.Id(index),
                ["integration"] = $"integration-{index}",
                ["severity"] = "critical",
            },
            annotations = new Dictionary<string, string> { ["message"] = "The provider no longer accepts this connection." },
        });
        using var answer = await _client.PostAsJsonAsync($"{_address}/api/v2/alerts", alerts);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _said;
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task UntilAsync(string what, Func<Task<bool>> isSo) => Waiting.UntilAsync(
        async () => _process.HasExited ? throw new InvalidOperationException($"Alertmanager ended with code {_process.ExitCode}: {await _said}") : await isSo(),
        Longest, $"Alertmanager {what}");
}
