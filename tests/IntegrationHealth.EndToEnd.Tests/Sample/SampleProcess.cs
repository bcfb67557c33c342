using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Sample;

/// <summary>The sample as a process of its own, told everything by its environment, as an operator would.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Listening = "Listening on";

    private readonly ServerProcess _process;

    private SampleProcess(ServerProcess process, Uri address)
    {
        _process = process;
        Address = address;
        Admin = Client("demo-admin");
        Alice = Client("demo-alice");
        Bob = Client("demo-bob");
        Anonymous = Client(null);
    }

    public Uri Address { get; }

    public HttpClient Admin { get; }

    public HttpClient Alice { get; }

    public HttpClient Bob { get; }

    public HttpClient Anonymous { get; }

    public string Output => _process.Output;

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<SampleProcess> StartAsync(
        string folder, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var process = Launch(folder, [new("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. settings]);
        var line = await process.ReadyAsync(text => text.Contains(Listening, StringComparison.Ordinal), cancellationToken);
        return new SampleProcess(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
    }

    /// <summary>Starts it and waits for its end: what settings that cannot work do.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string folder, IEnumerable<KeyValuePair<string, string>> settings)
    {
        await using var process = Launch(folder, settings);
        var exitCode = await process.ExitAsync();
        return (exitCode, process.Output);
    }

    /// <summary>One integration's health, as its owner reads it.</summary>
    public static Task<JsonElement> HealthAsync(HttpClient client, string id) =>
        client.GetFromJsonAsync<JsonElement>($"/api/integrations/{id}/health");

    /// <summary>Waits until an integration has this status.</summary>
    public static Task<JsonElement> StatusAsync(HttpClient client, string id, string status, CancellationToken cancellationToken) => WaitFor.ValueAsync(
        () => HealthAsync(client, id), health => health.GetProperty("status").GetString() == status,
        TimeSpan.FromMinutes(2), $"{id} to be {status}", cancellationToken);

    /// <summary>Ends it in an orderly way.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Admin, Alice, Bob, Anonymous })
            client.Dispose();
        await _process.DisposeAsync();
    }

    private static ServerProcess Launch(string folder, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Dll()]) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return ServerProcess.Start(start);
    }

    private static bool IsSetting(string name) =>
        name.Contains("__", StringComparison.Ordinal) || name is "ASPNETCORE_URLS" or "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT"
            or "ASPNETCORE_HTTP_PORTS" or "ASPNETCORE_HTTPS_PORTS";

    /// <summary>The sample's own build output stands beside that of these tests.</summary>
    public static string Dll()
    {
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(here.Parent!.Parent!.FullName, "IntegrationHealth.Sample", here.Name, "IntegrationHealth.Sample.dll");
    }

    private HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
