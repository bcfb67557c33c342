using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>Prometheus Alertmanager as Debian packs it, in a process of its own, with nothing grouped and nothing waited for.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ih-alertmanager-").FullName;
    private readonly HttpClient _client = new();
    private readonly string _address;
    private readonly Process _process;

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
    }

    public async Task ReadyAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await _client.GetAsync($"{_address}/-/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Posts the alerts of a round in one call.</summary>
    public async Task PostAsync(int round, int count)
    {
        var alerts = Enumerable.Range(0, count).Select(index => new
        {
            labels = new Dictionary<string, string>
            {
                ["alertname"] = "Three failures",
                ["integration"] = $"integration-{index}",
                ["round"] = round.ToString(CultureInfo.InvariantCulture),
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
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
