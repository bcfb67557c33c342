using System.Diagnostics;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Mcp.Hosting;

/// <summary>A real MCP server, built with the official SDK: over HTTP as a process of the test, over stdio as one that a check starts.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private readonly ServerProcess _process;

    private TestServer(ServerProcess process, string endpoint) => (_process, Endpoint) = (process, endpoint);

    public string Endpoint { get; }

    public static string Program
    {
        get
        {
            var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(here.Parent!.Parent!.FullName, "IntegrationHealth.Mcp.TestServer", here.Name, "IntegrationHealth.Mcp.TestServer.dll");
        }
    }

    public static async Task<TestServer> StartAsync(params string[] switches)
    {
        var process = ServerProcess.Start(new ProcessStartInfo("dotnet", [Program, "--http", .. switches]));
        var line = await process.ReadyAsync(
            text => text.StartsWith(Listening, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        return new TestServer(process, line[Listening.Length..]);
    }

    /// <summary>Settings of a server that each check starts.</summary>
    public static McpSettings Stdio(params string[] switches)
    {
        var settings = new McpSettings { Command = "dotnet", Arguments = [Program, .. switches] };
        // Where the SDK is not installed for all, the program has to be told where it is.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root)
            settings.Environment["DOTNET_ROOT"] = root;
        return settings;
    }

    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
