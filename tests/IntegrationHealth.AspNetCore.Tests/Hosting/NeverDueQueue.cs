using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Tests.Hosting;

/// <summary>A queue in which nothing ever falls due, so that only tests change a state.</summary>
internal sealed class NeverDueQueue : ICheckQueue
{
    public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) => new(new CheckClaim([], null));

    public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken) =>
        new((IReadOnlyList<string>)[]);

    public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken) => new(new CheckQueueDepth(0, 0, null));
}
