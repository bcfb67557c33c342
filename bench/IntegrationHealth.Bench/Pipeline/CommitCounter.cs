using IntegrationHealth.Checks;
using IntegrationHealth.Realtime;

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>Counts checks once their commit is told.</summary>
internal sealed class CommitCounter : IHealthEventSubscriber
{
    private long _committed;
    private long _failed;

    /// <summary>Checks, failed ones too.</summary>
    public long Committed => Interlocked.Read(ref _committed);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Why the first of them failed.</summary>
    public CheckFailure? FirstFailure { get; private set; }

    public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _committed, events.Count);
        if (events.FirstOrDefault(static change => change.Result?.Failure is not null) is { } failed)
        {
            FirstFailure ??= failed.Result!.Failure;
            Interlocked.Add(ref _failed, events.Count(static change => change.Result?.Failure is not null));
        }

        return ValueTask.CompletedTask;
    }
}
