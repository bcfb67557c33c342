using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class ClaimDispatcherTests
{
    [Theory]
    [InlineData(new[] { "daily", "often", "daily" }, 60)]
    [InlineData(new[] { "daily" }, 86_400)]
    [InlineData(new[] { "gone" }, null)]
    [InlineData(new string[0], null)]
    public async Task DispatchAsync_Intervals_AnswersTheShortestOfWhatCanBegin(string[] claimed, int? seconds)
    {
        await using var host = await FlowHost.StartAsync(health => health
            .AddIntegration(FlowHost.Scripted("before") with { Interval = TimeSpan.FromSeconds(30) })
            .AddIntegration(FlowHost.Scripted("often") with { Interval = TimeSpan.FromMinutes(1) })
            .AddIntegration(FlowHost.Scripted("daily") with { Interval = TimeSpan.FromDays(1) }));
        await host.UntilAsync(
            () => ((string[])["before", "often", "daily"]).All(id => host.Monitored(id) is { Snapshot.Version: > 0, Checking: false }), "first checks");
        var dispatcher = DispatcherOf(host);
        var now = host.Time.GetUtcNow();
        await dispatcher.DispatchAsync([new CheckLease("before", 100, now, now.AddMinutes(1))], long.MaxValue, TestContext.Current.CancellationToken);

        var dispatched = await dispatcher.DispatchAsync(
            [.. claimed.Select(id => new CheckLease(id, 101, now, now.AddMinutes(1)))], long.MaxValue, TestContext.Current.CancellationToken);

        dispatched.ShortestInterval.Should().Be(seconds is { } expected ? TimeSpan.FromSeconds(expected) : null);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(20, true)]
    public async Task DispatchAsync_MoreThanTheProviderHasPlacesFor_IsCrowded(int claimed, bool crowded)
    {
        await using var host = await FlowHost.StartAsync(
            health =>
            {
                for (var number = 0; number < 20; number++)
                    health.AddIntegration(FlowHost.Scripted($"{number}") with { Interval = TimeSpan.FromDays(1) });
            },
            maxConcurrency: 1);
        await host.UntilAsync(() => Enumerable.Range(0, 20).All(number => host.Monitored($"{number}") is { Snapshot.Version: > 0, Checking: false }), "first checks");
        await host.UntilAsync(() => host.Services.GetRequiredService<CheckWorkers>().Busy == 0, "their places are given back");
        host.Checker.Answer = (_, cancel) => new(Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => CheckResult.Success(), CancellationToken.None));
        var now = host.Time.GetUtcNow();

        var dispatched = await DispatcherOf(host).DispatchAsync(
            [.. Enumerable.Range(0, claimed).Select(number => new CheckLease($"{number}", 100, now, now.AddMinutes(1)))], long.MaxValue, TestContext.Current.CancellationToken);

        dispatched.Crowded.Should().Be(crowded);
    }

    /// <summary>One of the test's own: the host's belongs to its scheduler.</summary>
    private static ClaimDispatcher DispatcherOf(FlowHost host) => ActivatorUtilities.CreateInstance<ClaimDispatcher>(host.Services);
}
