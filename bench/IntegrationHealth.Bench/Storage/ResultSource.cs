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

    /// <summary>One integration in a hundred fails each time.</summary>
    private const int OneFailingOf = 100;

    private static readonly CheckFailure Failure =
        CheckFailure.Of(FailureKind.AuthenticationRevoked, "The account took back the access it had given.", Confidence.High) with
        {
            VendorCode = "invalid_grant",
            DocsUrl = "https://provider.example/errors#invalid_grant",
            Evidence = "400 {\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}",
        };

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
        var after = (_next % OneFailingOf == 0 ? Failed(before) : Succeeded(before)) with
        {
            LastCheckedAt = _now,
            NextCheckAt = _now.AddMinutes(1),
            LatencyMs = 20 + (_next % 100),
            Version = before.Version + 1,
        };
        _snapshots[_next++] = after;
        var entry = new HistoryEntry(_now, after.Status, after.Recent[0], after.LatencyMs.Value, after.Failure?.Kind, after.Failure?.Message);
        var delta = new RollupDelta { Hour = Periods.HourOf(_now), Outcome = entry.Outcome, FailureKind = entry.FailureKind, LatencyMs = entry.LatencyMs };
        return new ResultWrite(before.Version, after, entry,
            [after.Failure is null ? delta with { HealthyMs = 60_000 } : delta with { UnhealthyMs = 60_000 }], null);
    }

    private HealthSnapshot Succeeded(HealthSnapshot before) => before with
    {
        Status = IntegrationStatus.Healthy,
        LastSucceededAt = _now,
        ConsecutiveSuccesses = before.ConsecutiveSuccesses + 1,
        Recent = before.Recent.Add(CheckOutcome.Succeeded),
    };

    private HealthSnapshot Failed(HealthSnapshot before) => before with
    {
        Status = IntegrationStatus.Unhealthy,
        ConsecutiveFailures = before.ConsecutiveFailures + 1,
        FailingSince = before.FailingSince ?? _now,
        Failure = before.Failure ?? Failure,
        Recent = before.Recent.Add(CheckOutcome.Failed),
    };
}
