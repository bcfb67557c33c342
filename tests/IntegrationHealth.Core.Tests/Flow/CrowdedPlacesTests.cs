using System.Collections.Concurrent;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Flow;

/// <summary>All places are taken, and more is due: what is free again is filled by few claims, and soon.</summary>
public sealed class CrowdedPlacesTests
{
    private const int Places = 16;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<TaskCompletionSource> _underWay = new();

    [Fact]
    public async Task Claim_PlacesBecomeFree_WaitsForAnEighthOfThem()
    {
        await using var host = await StartCrowdedAsync();
        var asked = Queue(host).Asked;

        EndOne();
        await YieldAsync();
        EndOne();
        await UntilAsync(() => asked.Count == 1);

        asked.Should().Equal([2], "both were asked for at once");
        await UntilAsync(() => _underWay.Count == Places);
    }

    [Fact]
    public async Task Claim_ASinglePlaceBecomesFree_IsFilledSoon()
    {
        await using var host = await StartCrowdedAsync();
        var asked = Queue(host).Asked;

        EndOne();
        await UntilAsync(() => host.Services.GetRequiredService<CheckWorkers>().Free == 1);
        for (var step = 0; step < 100 && asked.IsEmpty; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await YieldAsync();
        }

        asked.Should().Equal([1], "nothing else ended within a tenth of a second");
        await UntilAsync(() => _underWay.Count == Places);
    }

    private static CountingQueue Queue(FlowHost host) => (CountingQueue)host.Services.GetRequiredService<ICheckQueue>();

    /// <summary>A host whose places are all taken, with its claims forgotten.</summary>
    private async Task<FlowHost> StartCrowdedAsync()
    {
        var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < 100; number++)
                    health.AddIntegration(FlowHost.Scripted($"i{number}"));
                health.Services.Replace(ServiceDescriptor.Singleton<ICheckQueue>(provider => new CountingQueue(provider.GetRequiredService<TimeProvider>())));
            },
            new() { ["IntegrationHealth:Checks:MaxConcurrency"] = $"{Places}", ["IntegrationHealth:Checks:Timeout"] = "00:01:00" },
            maxConcurrency: Places,
            clock: _time);
        host.Checker.Answer = async (_, cancellation) =>
        {
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay.Enqueue(end);
            await end.Task.WaitAsync(cancellation);
            return CheckResult.Success();
        };
        await host.UntilAsync(() => _underWay.Count == Places, "all places are taken");
        // More falls due, and the scheduler looks once more at places of which none is free.
        await host.PassAsync(TimeSpan.FromSeconds(5));
        Queue(host).Asked.Clear();
        return host;
    }

    private void EndOne()
    {
        _underWay.TryDequeue(out var end).Should().BeTrue();
        end!.SetResult();
    }

    private static async Task YieldAsync()
    {
        for (var turn = 0; turn < 200; turn++)
            await Task.Yield();
    }

    /// <summary>Without time passing for the host.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var look = 0; !condition(); look++)
        {
            look.Should().BeLessThan(10_000, "it comes to pass by itself");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Notes for how many each claim asked.</summary>
    private sealed class CountingQueue(TimeProvider time) : ICheckQueue
    {
        private readonly InProcessCheckQueue _queue = new(time);

        public ConcurrentQueue<int> Asked { get; } = new();

        public ValueTask ScheduleAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => _queue.ScheduleAsync(checks, cancellationToken);

        public ValueTask AddAsync(IReadOnlyList<ScheduledCheck> checks, CancellationToken cancellationToken) => _queue.AddAsync(checks, cancellationToken);

        public ValueTask RemoveAsync(IReadOnlyList<string> integrationIds, CancellationToken cancellationToken) => _queue.RemoveAsync(integrationIds, cancellationToken);

        public ValueTask<CheckClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
        {
            Asked.Enqueue(max);
            return _queue.ClaimAsync(max, lease, cancellationToken);
        }

        public ValueTask<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<CheckCompletion> completions, CancellationToken cancellationToken) =>
            _queue.CompleteAsync(completions, cancellationToken);

        public ValueTask<CheckQueueDepth> GetDepthAsync(CancellationToken cancellationToken) => _queue.GetDepthAsync(cancellationToken);
    }
}
