using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Bench.Storage;

/// <summary>A store with its integrations, and results for them in the order of a shuffled due queue.</summary>
internal sealed class ResultSource : IAsyncDisposable
{
    private const int Integrations = WriterBenchmark.Integrations;

    private readonly ServiceProvider _services;
    private readonly HealthSnapshot[] _snapshots;
    private DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private int _next;

    private ResultSource(ServiceProvider services)
    {
        _services = services;
        var order = Enumerable.Range(0, Integrations).ToArray();
        new Random(17).Shuffle(order);
        _snapshots = [.. order.Select(i => HealthSnapshot.Initial($"integration-{i:D6}", _now))];
    }

    public static async Task<ResultSource> StartAsync(Action<IIntegrationHealthBuilder> use)
    {
        var services = new ServiceCollection().AddIntegrationHealth(use).BuildServiceProvider();
        await services.GetRequiredService<IStorageInitializer>().InitializeAsync(default);
        await services.GetRequiredService<IIntegrationStore>().UpsertAsync(
            [.. Enumerable.Range(0, Integrations).Select(i => new Integration { Id = $"integration-{i:D6}", Provider = $"p{i % 5}", Name = $"Name {i}" })], default);
        return new ResultSource(services);
    }

    public async Task WriteAsync(int batchSize, int results)
    {
        var store = _services.GetRequiredService<IResultStore>();
        for (var done = 0; done < results; done += batchSize)
        {
            var batch = new ResultWrite[batchSize];
            for (var i = 0; i < batchSize; i++)
                batch[i] = NextResult();
            if ((await store.WriteAsync(batch, default)).Count > 0)
                throw new InvalidOperationException("A result was refused.");
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private ResultWrite NextResult()
    {
        if (_next == Integrations)
            (_next, _now) = (0, _now.AddMinutes(1));
        var before = _snapshots[_next];
        var after = before with
        {
            Status = IntegrationStatus.Healthy,
            LastCheckedAt = _now,
            LastSucceededAt = _now,
            NextCheckAt = _now.AddMinutes(1),
            LatencyMs = 20 + (_next % 100),
            ConsecutiveSuccesses = before.ConsecutiveSuccesses + 1,
            Recent = before.Recent.Add(CheckOutcome.Succeeded),
            Version = before.Version + 1,
        };
        _snapshots[_next++] = after;
        var entry = new HistoryEntry(_now, after.Status, CheckOutcome.Succeeded, after.LatencyMs.Value, null, null);
        return new ResultWrite(before.Version, after, entry,
            [new RollupDelta { Hour = Periods.HourOf(_now), Outcome = CheckOutcome.Succeeded, LatencyMs = entry.LatencyMs, HealthyMs = 60_000 }], null);
    }
}
