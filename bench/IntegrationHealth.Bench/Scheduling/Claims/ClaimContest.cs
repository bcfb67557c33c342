using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Bench.Scheduling.Claims;

/// <summary>One due queue in a process of its own: filled, warmed up, measured once; prints what a claim and its completion took.</summary>
internal static class ClaimContest
{
    public const string InProcess = "inProcess";
    public const string Redis = "redis";
    public const string PostgreSql = "postgresql";
    public const string Quartz = "quartz";
    public const string Hangfire = "hangfire";
    public const string HangfirePostgreSql = "hangfirePostgreSql";

    /// <summary>CPU time before the measurement, or twice as much on the clock.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Due times lie this far behind, so that everything is due and goes to the end of the queue for the whole measurement.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromDays(300);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <param name="name">Which queue.</param>
    /// <param name="batch">Most claims in a call; as many completions in the next.</param>
    /// <param name="queued">Integrations that the queue holds.</param>
    /// <param name="database">How to reach an empty server; empty for the in-process queue.</param>
    /// <param name="server">Process of the server.</param>
    public static async Task RunAsync(string name, int batch, int queued, string database, int? server)
    {
        var sample = name is Quartz or Hangfire or HangfirePostgreSql
            ? await OtherContest.MeasureAsync(name, queued, database, server)
            : await MeasureQueueAsync(name, batch, queued, database, server);
        Console.WriteLine(JsonSerializer.Serialize(sample, ClaimSampleJson.Default.ClaimSample));
    }

    private static async Task<ClaimSample> MeasureQueueAsync(string name, int batch, int queued, string database, int? server)
    {
        await using var services = new ServiceCollection().AddIntegrationHealth(health =>
        {
            if (name == Redis)
                health.UseRedis(database);
            if (name == PostgreSql)
                health.UsePostgreSql(database).UsePostgreSqlQueue();
        }).BuildServiceProvider();
        if (name == PostgreSql)
            await services.GetRequiredService<IStorageInitializer>().InitializeAsync(default);
        var queue = services.GetRequiredService<ICheckQueue>();
        await FillAsync(queue, queued);

        var (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await WorkAsync(queue, batch, () => Environment.CpuUsage.TotalTime - cpu < WarmUp && TimeProvider.System.GetElapsedTime(started) < WarmUp * 2);

        var serverCpu = ProcessCpu.SecondsOf(server);
        (cpu, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        var done = await WorkAsync(queue, batch, () => TimeProvider.System.GetElapsedTime(started) < Measured);
        var (used, passed) = (Environment.CpuUsage.TotalTime - cpu, TimeProvider.System.GetElapsedTime(started));
        return new ClaimSample(used.TotalMicroseconds / done, done / passed.TotalSeconds, (ProcessCpu.SecondsOf(server) - serverCpu) * 1e6 / done);
    }

    private static async Task FillAsync(ICheckQueue queue, int queued)
    {
        var random = new Random(17);
        var first = TimeProvider.System.GetUtcNow() - Behind;
        var checks = Enumerable.Range(0, queued).Select(i => new ScheduledCheck($"integration-{i:D7}", first + (Interval * random.NextDouble())));
        foreach (var chunk in checks.Chunk(10_000))
            await queue.AddAsync(chunk, default);
    }

    /// <summary>Claims and completes one batch after another; each integration is due again an interval after it was.</summary>
    private static async Task<int> WorkAsync(ICheckQueue queue, int batch, Func<bool> goesOn)
    {
        var done = 0;
        var completions = new List<CheckCompletion>(batch);
        while (goesOn())
        {
            var claim = await queue.ClaimAsync(batch, Lease, default);
            if (claim.Leases.Count != batch)
                throw new InvalidOperationException($"{claim.Leases.Count} claims of {batch}: not everything was due.");
            completions.Clear();
            var now = TimeProvider.System.GetUtcNow();
            foreach (var lease in claim.Leases)
                completions.Add(new CheckCompletion(lease, lease.DueAt + Interval - now));
            if ((await queue.CompleteAsync(completions, default)).Count > 0)
                throw new InvalidOperationException("A lease was lost.");
            done += batch;
        }

        return done;
    }
}

/// <summary>What a claim and its completion took: µs of CPU of the host and of the server, and how many there were a second.</summary>
internal sealed record ClaimSample(double HostCpu, double PerSecond, double? ServerCpu);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClaimSample))]
internal sealed partial class ClaimSampleJson : JsonSerializerContext;
