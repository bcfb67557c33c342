using System.Diagnostics;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;

namespace IntegrationHealth.EndToEnd.Samples;

/// <summary>One of the smaller samples as a process of its own.</summary>
internal sealed class SmallSample : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    public string Output => _process!.Output;

    /// <summary>Starts a web sample on a free port; answers where it listens.</summary>
    public async Task<Uri> StartWebAsync(string name, CancellationToken cancellationToken, params string[] arguments)
    {
        const string Listening = "Now listening on: ";
        Start(name, arguments.Contains("--urls") ? arguments : ["--urls", "http://127.0.0.1:0", .. arguments]);
        var line = await _process!.ReadyAsync(text => text.Contains(Listening, StringComparison.Ordinal), cancellationToken);
        return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
    }

    /// <summary>Starts a sample without a web server, and waits for a line of its log.</summary>
    public Task<string> StartAsync(string name, string until, CancellationToken cancellationToken, params string[] arguments)
    {
        Start(name, arguments);
        return _process!.ReadyAsync(text => text.Contains(until, StringComparison.Ordinal), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private void Start(string name, string[] arguments)
    {
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var output = Path.Combine(here.Parent!.Parent!.FullName, name, here.Name);
        // Where its appsettings.json is; what it writes goes to the folder of the test.
        var start = new ProcessStartInfo("dotnet", [Path.Combine(output, name + ".dll"), "--contentRoot", output, .. arguments]) { WorkingDirectory = _folder.Path };
        foreach (var variable in start.Environment.Keys.Where(key => key.Contains("__", StringComparison.Ordinal) || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        _process = ServerProcess.Start(start);
    }
}
