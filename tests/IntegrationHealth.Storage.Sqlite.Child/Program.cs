using System.IO.Pipes;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

// usage: initialize FILE | write FILE PIPE
var services = new ServiceCollection();
new Builder(services).UseSqlite($"Data Source={args[1]}");
await using var host = services.BuildServiceProvider();
await host.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None);
if (args[0] == "write")
    await WriteForeverAsync(args[2]);

// Writes batch after batch and tells the parent of each commit, until it is killed or the parent is gone.
async Task WriteForeverAsync(string pipeName)
{
    string[] ids = ["a", "b"];
    await host.GetRequiredService<IIntegrationStore>().UpsertAsync([.. ids.Select(id => Samples.Integration(id))], CancellationToken.None);
    await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.Out);
    await pipe.ConnectAsync();
    await using var acknowledged = new StreamWriter(pipe) { AutoFlush = true };
    for (var version = 0; ; version++)
    {
        var at = StorageContract.Start.AddMilliseconds(version);
        await host.GetRequiredService<IResultStore>().WriteAsync([.. ids.Select(id => Samples.Check(id, version, at))], CancellationToken.None);
        await acknowledged.WriteLineAsync($"{version + 1}");
    }
}

internal sealed class Builder(IServiceCollection services) : IIntegrationHealthBuilder
{
    public IServiceCollection Services => services;
}
