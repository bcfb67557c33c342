using System.Collections.Concurrent;
using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Tests.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Flow;

/// <summary>All places are taken, and more is due: what is free again is filled by few claims, and soon.</summary>
public sealed class CrowdedPlacesTests
{
    private const int Places = 16;
    private const int Integrations = 100;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<TaskCompletionSource> _underWay = new();

    [Fact]
    public async Task Claim_PlacesBecomeFree_WaitsForAnEighthOfThem()
    {
        await using var host = await StartCrowdedAsync();
        var asked = Queue(host).Asked;

        EndOne();
        await UntilAsync(() => Free(host) == 1);
        await YieldAsync();
        EndOne();
        await UntilAsync(() => !asked.IsEmpty);

        asked.Should().Equal([2], "both were asked for at once");
        await UntilAsync(() => _underWay.Count == Places);
    }

    /// <summary>What is due first and must wait for its provider is passed over at once: the place that it could not use is there for what is due behind it.</summary>
    [Fact]
    public async Task Claim_WhatIsDueFirstCannotBegin_GoesOnWithoutWaiting()
    {
        await using var host = await StartAsync(ofProvider: Places - 1);
        await host.UntilAsync(() => _underWay.Count == Places - 1, "its provider takes no more");

        // One after another in half a second, as first checks are spread.
        await host.UntilAsync(() => Queue(host).Asked.Count(most => most == 1) >= Integrations - Places, "all others were looked at", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Claim_ASinglePlaceBecomesFree_IsFilledSoon()
    {
        await using var host = await StartCrowdedAsync();
        var asked = Queue(host).Asked;

        EndOne();
        await UntilAsync(() => Free(host) == 1);
        var from = _time.GetUtcNow();
        await UntilAsync(() =>
        {
            if (asked.IsEmpty)
                _time.Advance(TimeSpan.FromMilliseconds(1));
            return !asked.IsEmpty;
        });

        asked.Should().Equal([1], "nothing else ended meanwhile");
        (_time.GetUtcNow() - from).Should().BeLessThan(TimeSpan.FromMilliseconds(900), "it is not left to the longest sleep");
        await UntilAsync(() => _underWay.Count == Places);
    }

    private static FaultyQueue Queue(FlowHost host) => (FaultyQueue)host.Services.GetRequiredService<ICheckQueue>();

    /// <summary>A host whose places are all taken, with its claims forgotten.</summary>
    private async Task<FlowHost> StartCrowdedAsync()
    {
        var host = await StartAsync(ofProvider: Places);
        await host.UntilAsync(() => _underWay.Count == Places, "all places are taken");
        // More falls due, and the scheduler waits for places of which none is free.
        await host.PassAsync(TimeSpan.FromSeconds(5));
        Queue(host).Asked.Clear();
        return host;
    }

    private async Task<FlowHost> StartAsync(int ofProvider)
    {
        var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < Integrations; number++)
                    health.AddIntegration(FlowHost.Scripted($"i{number}"));
                health.Services.AddSingleton<ICheckQueue, FaultyQueue>();
            },
            new() { ["IntegrationHealth:Checks:MaxConcurrency"] = $"{Places}", ["IntegrationHealth:Checks:Timeout"] = "00:01:00" },
            maxConcurrency: ofProvider,
            clock: _time);
        host.Checker.Answer = Hold;
        return host;
    }

    private static int Free(FlowHost host) => host.Services.GetRequiredService<CheckWorkers>().Free;

    private async ValueTask<CheckResult> Hold(CheckContext context, CancellationToken cancellation)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay.Enqueue(end);
        await end.Task.WaitAsync(cancellation);
        return CheckResult.Success();
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
}
