using System.Runtime;
using System.Text.Json;
using IntegrationHealth.Bench.Running;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>One contestant in a process of its own: warms up, takes its load, is measured once, and once it has ended well prints what it took.</summary>
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

    /// <summary>Methods compiled during a look by a JIT that is done: what they cost is about a hundredth of it.</summary>
    private const int QuietJit = 20;

    /// <summary>With more integrations a host checks each for less, or is held up by what did not hold up fewer; so its load is taken more than once.</summary>
    private const int MostLoads = 3;

    /// <summary>Wall time for a second of CPU, at most: where others want the same core, or where it has little to do.</summary>
    private const double LongestSecond = 30;

    /// <summary>How long a far end may take for an answer.</summary>
    public static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>CPU time of a look at a contestant before it is measured.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(45);

    /// <param name="name">Which contestant.</param>
    /// <param name="url">What it checks.</param>
    /// <param name="warmUp">CPU time until it is warm, its start included, at least.</param>
    /// <param name="length">CPU time to measure.</param>
    /// <param name="integrations">How many integrations a pipeline begins with.</param>
    /// <param name="database">An empty database, for <see cref="PostgreSql"/>.</param>
    /// <param name="server">Process of the database server, whose CPU is stated beside; null where it is not known.</param>
    public static async Task RunAsync(string name, Uri url, TimeSpan warmUp, TimeSpan length, int integrations, string database, int? server)
    {
        Sample taken;
        await using (IContestant contestant = name.Replace(NewConnections, "", StringComparison.Ordinal) switch
        {
            Bare => new BareLoop(url),
            Blackbox => new Blackbox(url),
            var storage => new Pipeline(url, storage, integrations, database),
        })
        {
            await contestant.StartAsync();
            await SpendAsync(contestant, warmUp - TimeSpan.FromSeconds(contestant.CpuSeconds), "to warm up");
            var last = await QuietAsync(contestant, server);
            for (var load = 0; load < MostLoads && await contestant.TakeLoadAsync(last); load++)
                last = await QuietAsync(contestant, server);
            taken = await MeasureAsync(contestant, server, length, "to be measured");
        }

        Console.WriteLine(JsonSerializer.Serialize(taken, SampleJson.Default.Sample));
    }

    /// <summary>Goes on while the JIT is still at work, which with a database takes three times as long; answers what the last look found.</summary>
    private static async Task<Sample> QuietAsync(IContestant contestant, int? server)
    {
        while (true)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            var taken = await MeasureAsync(contestant, server, Look, "until the JIT is done");
            if (JitInfo.GetCompiledMethodCount() - compiled <= QuietJit || contestant.CpuSeconds >= LongestWarmUp.TotalSeconds)
                return taken;
        }
    }

    private static async Task<Sample> MeasureAsync(IContestant contestant, int? server, TimeSpan length, string why)
    {
        var before = Sample.Take(contestant, server);
        await SpendAsync(contestant, length, why);
        return Sample.Take(contestant, server).Since(before);
    }

    /// <summary>Waits until the contestant has used a time of processor: on a machine shared with others, seconds on the wall say little.</summary>
    private static Task SpendAsync(IContestant contestant, TimeSpan processorTime, string why)
    {
        var end = contestant.CpuSeconds + processorTime.TotalSeconds;
        return Waiting.UntilAsync(IsSpent, TimeSpan.FromMinutes(1) + (LongestSecond * processorTime), FormattableString.Invariant($"{processorTime.TotalSeconds:0.#} s of CPU {why}"));

        bool IsSpent()
        {
            contestant.ThrowIfBroken();
            return contestant.CpuSeconds >= end;
        }
    }
}
