using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Operations;

/// <summary>A real Prometheus that scrapes one host every second, with the repository's rules.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerProcess _process;
    private readonly HttpClient _client;

    private PrometheusServer(string program, Uri host)
    {
        var port = FreePort.Next();
        var config = Path.Combine(_folder.Path, "prometheus.yml");
        var shipped = File.ReadAllText(OperationFiles.PathOf("ops/prometheus/prometheus.yml"));
        File.WriteAllText(config, "global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  evaluation_interval: 1s\n" + shipped
            .Replace("localhost:5080", host.Authority, StringComparison.Ordinal)
            .Replace("- rules.yml", "- " + OperationFiles.PathOf("ops/prometheus/rules.yml"), StringComparison.Ordinal));
        _process = ServerProcess.Start(new ProcessStartInfo(program,
            [$"--config.file={config}", $"--storage.tsdb.path={_folder.Path}/data", $"--web.listen-address=127.0.0.1:{port}"]));
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Starts it; null where it is not installed.</summary>
    public static async Task<PrometheusServer?> StartAsync(Uri host, CancellationToken cancellationToken)
    {
        if (Programs.Find("prometheus") is not { } program)
        {
            TestRequirement.Missing("Prometheus is not installed: PATH holds no prometheus.");
            return null;
        }

        var server = new PrometheusServer(program, host);
        await server._process.ReadyAsync(line => line.Contains("Server is ready to receive web requests", StringComparison.Ordinal), cancellationToken);
        return server;
    }

    /// <summary>The values of an instant query by the label <paramref name="by"/>; waits until there is an answer.</summary>
    public async Task<Dictionary<string, double>> QueryAsync(string query, string by, CancellationToken cancellationToken)
    {
        var answer = await WaitFor.ValueAsync(
            () => _client.GetFromJsonAsync<JsonElement>($"/api/v1/query?query={Uri.EscapeDataString(query)}", cancellationToken),
            found => found.GetProperty("data").GetProperty("result").GetArrayLength() > 0, TimeSpan.FromMinutes(1), query, cancellationToken);
        return answer.GetProperty("data").GetProperty("result").EnumerateArray().ToDictionary(
            item => item.GetProperty("metric").GetProperty(by).GetString()!,
            item => double.Parse(item.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Every rule with how its last evaluation went; waits until all were evaluated.</summary>
    public async Task<Dictionary<string, string>> RulesAsync(CancellationToken cancellationToken)
    {
        var answer = await WaitFor.ValueAsync(
            () => _client.GetFromJsonAsync<JsonElement>("/api/v1/rules", cancellationToken),
            found => Rules(found).Any() && Rules(found).All(rule => rule.GetProperty("health").GetString() != "unknown"),
            TimeSpan.FromMinutes(1), "all rules to be evaluated", cancellationToken);
        return Rules(answer).ToDictionary(rule => rule.GetProperty("name").GetString()!, rule => rule.GetProperty("health").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static IEnumerable<JsonElement> Rules(JsonElement answer) =>
        answer.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray());
}
