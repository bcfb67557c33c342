using System.Diagnostics;
using System.Runtime;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>One contestant in a process of its own: warms up, is measured once, prints what it took.</summary>
internal static class Contest
{
    public const string Bare = "bare";
    public const string Memory = "memory";
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgresql";
    public const string Blackbox = "blackbox";

    /// <summary>Ends the name of a contestant whose far end closes each connection behind its answer.</summary>
    public const string NewConnections = "NewConnections";

    /// <summary>Checks at once, and workers of the bare loop.</summary>
    public const int Concurrency = 64;

    /// <summary>Methods compiled in a second of CPU by a JIT that is done.</summary>
    private const int QuietJit = 10;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(45);

    /// <param name="name">Which contestant.</param>
    /// <param name="url">What it checks.</param>
    /// <param name="warmUp">CPU time to warm up, at least.</param>
    /// <param name="length">CPU time to measure.</param>
    /// <param name="integrations">How many integrations a pipeline has.</param>
    /// <param name="database">An empty database, for <see cref="PostgreSql"/>.</param>
    /// <param name="server">Process of the database server, whose CPU is stated beside; null where it is not known.</param>
    public static async Task RunAsync(string name, Uri url, TimeSpan warmUp, TimeSpan length, int integrations, string database, int? server)
    {
        await using IContestant contestant = name.Replace(NewConnections, "", StringComparison.Ordinal) switch
        {
            Bare => new BareLoop(url),
            Blackbox => new Blackbox(url),
            var storage => new Pipeline(url, storage, integrations, database),
        };
        await contestant.StartAsync();
        // Long enough for every integration to have had its first checks, and for the JIT to be done, which with a database takes three times as long.
        await SpendAsync(contestant, warmUp);
        for (var compiled = 0L; JitInfo.GetCompiledMethodCount() - compiled > QuietJit && contestant.CpuSeconds < LongestWarmUp.TotalSeconds;)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            await SpendAsync(contestant, TimeSpan.FromSeconds(1));
        }

        while (contestant.Checks < contestant.ChecksToWarmUp)
            await Task.Delay(100);
        var before = Sample.Take(contestant, server);
        await SpendAsync(contestant, length);
        var taken = Sample.Take(contestant, server).Since(before);
        Console.WriteLine(JsonSerializer.Serialize(taken, SampleJson.Default.Sample));
    }

    /// <summary>Waits until the contestant has used a time of processor: on a machine shared with others, seconds on the wall say little.</summary>
    private static async Task SpendAsync(IContestant contestant, TimeSpan processorTime)
    {
        var end = contestant.CpuSeconds + processorTime.TotalSeconds;
        while (contestant.CpuSeconds < end)
            await Task.Delay(100);
    }
}

/// <summary>Something that checks an address over and over.</summary>
internal interface IContestant : IAsyncDisposable
{
    /// <summary>Checks that ended well, up to now.</summary>
    long Checks { get; }

    /// <summary>Checks before which it does not yet do what it does from then on.</summary>
    long ChecksToWarmUp { get; }

    /// <summary>Processor time it has used: this process's, unless another one does the work.</summary>
    double CpuSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    Task StartAsync();
}

/// <summary>Counters of this process.</summary>
internal sealed record Sample(long Checks, double CpuSeconds, double WallSeconds, long AllocatedBytes, double PauseSeconds, int Collections, int Gen1, int Gen2, double? ServerCpuSeconds)
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public double ChecksPerCpuSecond => Checks / CpuSeconds;

    public double MicrosecondsPerCheck => CpuSeconds * 1e6 / Checks;

    /// <summary>The database server's, beside the client's own; 0 where there is none.</summary>
    public double ServerMicrosecondsPerCheck => (ServerCpuSeconds ?? 0) * 1e6 / Checks;

    public double BytesPerCheck => (double)AllocatedBytes / Checks;

    public static Sample Take(IContestant contestant, int? server) => new(
        contestant.Checks, contestant.CpuSeconds, Clock.Elapsed.TotalSeconds, GC.GetTotalAllocatedBytes(),
        GC.GetTotalPauseDuration().TotalSeconds, GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), ProcessCpu.SecondsOf(server));

    public Sample Since(Sample before) => new(Checks - before.Checks, CpuSeconds - before.CpuSeconds, WallSeconds - before.WallSeconds,
        AllocatedBytes - before.AllocatedBytes, PauseSeconds - before.PauseSeconds, Collections - before.Collections, Gen1 - before.Gen1, Gen2 - before.Gen2, ServerCpuSeconds - before.ServerCpuSeconds);
}

[JsonSerializable(typeof(Sample))]
internal sealed partial class SampleJson : JsonSerializerContext;
