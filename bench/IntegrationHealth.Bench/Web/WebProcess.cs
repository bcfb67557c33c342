using System.Globalization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Web;

/// <summary>A <see cref="WebHost"/> in a process of its own, and what it says of itself.</summary>
internal sealed class WebProcess(ChildProcess child, Uri address) : IAsyncDisposable
{
    public Uri Address => address;

    public static async Task<WebProcess> StartAsync(int integrations, string farEnd, string storage, Compilation compilation = Compilation.Profiled)
    {
        var child = ChildProcess.Start(Machine.ClientCore, compilation, "host", integrations.ToString(CultureInfo.InvariantCulture), farEnd, storage);
        return new WebProcess(child, new Uri(await child.ReadLineAsync()));
    }

    public async Task<Usage> AskAsync(string command = "usage")
    {
        await child.WriteLineAsync(command);
        var parts = (await child.ReadLineAsync()).Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return new Usage(parts[0], parts[1], parts[2], (long)parts[3], (int)parts[4]);
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();
}

/// <summary>CPU since the start, resident memory, the managed heap, checks made, and integrations of which at least one ended well.</summary>
internal sealed record Usage(double CpuSeconds, double ResidentBytes, double HeapBytes, long Checks, int Integrations);
