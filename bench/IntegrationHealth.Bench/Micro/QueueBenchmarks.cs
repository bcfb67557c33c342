using BenchmarkDotNet.Attributes;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Bench.Micro;

/// <summary>A claim of the in-process queue and its completion, everything always due.</summary>
public class QueueBenchmarks
{
    private const int Batch = 256;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly List<CheckCompletion> _completions = new(Batch);
    private InProcessCheckQueue _queue = null!;

    [Params(10_000, 1_000_000)]
    public int Integrations { get; set; }

    [GlobalSetup]
    public async Task FillAsync()
    {
        var random = new Random(17);
        var past = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(300);
        _queue = new InProcessCheckQueue(TimeProvider.System);
        await _queue.AddAsync([.. Enumerable.Range(0, Integrations).Select(i => new ScheduledCheck($"integration-{i:D7}", past + TimeSpan.FromSeconds(random.NextDouble() * 300)))], default);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task ClaimAndComplete()
    {
        var claim = await _queue.ClaimAsync(Batch, Lease, default);
        _completions.Clear();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var lease in claim.Leases)
            _completions.Add(new CheckCompletion(lease, lease.DueAt + Lease - now));
        await _queue.CompleteAsync(_completions, default);
    }
}
