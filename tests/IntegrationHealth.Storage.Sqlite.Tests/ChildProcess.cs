using System.Diagnostics;
using System.IO.Pipes;
using IntegrationHealth.Catalog;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>What tests run in another process: explicit tests of this same program, never run by themselves.</summary>
public sealed class ChildProcess
{
    private const string FileVariable = "INTEGRATION_HEALTH_TEST_FILE";
    private const string PipeVariable = "INTEGRATION_HEALTH_TEST_PIPE";

    /// <summary>Two integrations are in every batch of <see cref="WriteForever"/>.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["a", "b"];

    internal static Process Start(string method, string file, string? pipe = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(ChildProcess).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? program + ".exe" : program)
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(ChildProcess).FullName}.{method}" },
            RedirectStandardOutput = true,
        };

        // The parent's runner has settings that are not meant for the child.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment[FileVariable] = file;
        start.Environment[PipeVariable] = pipe;
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        return child;
    }

    [Fact(Explicit = true)]
    public async Task Initialize()
    {
        await using var host = BuildHost();
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Writes batch after batch and tells the parent of each commit, until it is killed.</summary>
    [Fact(Explicit = true)]
    public async Task WriteForever()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var host = BuildHost();
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(stop);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync([.. Ids.Select(id => Samples.Integration(id))], stop);
        await using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.Out);
        await pipe.ConnectAsync(stop);
        await using var acknowledged = new StreamWriter(pipe) { AutoFlush = true };
        for (var version = 0; ; version++)
        {
            var at = StorageContract.Start.AddMilliseconds(version);
            await host.GetRequiredService<IResultStore>().WriteAsync([.. Ids.Select(id => Samples.Check(id, version, at))], stop);
            await acknowledged.WriteLineAsync($"{version + 1}");
        }
    }

    private static ServiceProvider BuildHost()
    {
        var services = new ServiceCollection();
        new TemporaryDatabase.Builder(services).UseSqlite($"Data Source={Environment.GetEnvironmentVariable(FileVariable)}");
        return services.BuildServiceProvider();
    }
}
