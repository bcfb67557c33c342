using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>One contestant in a process of its own: warms up, is measured once, prints what it took.</summary>
internal static class Contest
{
    public const string Bare = "bare";
    public const string Memory = "memory";
    public const string Sqlite = "sqlite";

    /// <summary>Checks at once, and workers of the bare loop.</summary>
    public const int Concurrency = 64;

    public static async Task RunAsync(string name, Uri url, TimeSpan length)
    {
        await using IContestant contestant = name == Bare ? new BareLoop(url) : new Pipeline(url, name == Sqlite);
        await contestant.StartAsync();
        // Long enough for the second tier of the JIT, and for every integration to have had its first check.
        await Task.Delay(length);
        while (contestant.Checks < contestant.ChecksToWarmUp)
            await Task.Delay(100);
        var before = Sample.Take(contestant);
        await Task.Delay(length);
        var taken = Sample.Take(contestant).Since(before);
        Console.WriteLine(JsonSerializer.Serialize(taken, SampleJson.Default.Sample));
    }
}

/// <summary>Something that checks an address over and over.</summary>
internal interface IContestant : IAsyncDisposable
{
    /// <summary>Checks that ended well, up to now.</summary>
    long Checks { get; }

    /// <summary>Checks before which it does not yet do what it does from then on.</summary>
    long ChecksToWarmUp { get; }

    Task StartAsync();
}

/// <summary>Counters of this process.</summary>
internal sealed record Sample(long Checks, double CpuSeconds, double WallSeconds, long AllocatedBytes, int Collections)
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public double ChecksPerCpuSecond => Checks / CpuSeconds;

    public double MicrosecondsPerCheck => CpuSeconds * 1e6 / Checks;

    public double BytesPerCheck => (double)AllocatedBytes / Checks;

    public static Sample Take(IContestant contestant)
    {
        using var process = Process.GetCurrentProcess();
        return new Sample(contestant.Checks, process.TotalProcessorTime.TotalSeconds, Clock.Elapsed.TotalSeconds,
            GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
    }

    public Sample Since(Sample before) => new(Checks - before.Checks, CpuSeconds - before.CpuSeconds, WallSeconds - before.WallSeconds,
        AllocatedBytes - before.AllocatedBytes, Collections - before.Collections);
}

[JsonSerializable(typeof(Sample))]
internal sealed partial class SampleJson : JsonSerializerContext;
