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
    public async Task ShortestInterval_IsThatOfTheClaimsDispatchedLast(string[] claimed, int? seconds)
    {
        await using var host = await FlowHost.StartAsync(health => health
            .AddIntegration(FlowHost.Scripted("before") with { Interval = TimeSpan.FromSeconds(30) })
            .AddIntegration(FlowHost.Scripted("often") with { Interval = TimeSpan.FromMinutes(1) })
            .AddIntegration(FlowHost.Scripted("daily") with { Interval = TimeSpan.FromDays(1) }));
        await host.UntilAsync(
            () => ((string[])["before", "often", "daily"]).All(id => host.Monitored(id) is { Snapshot.Version: > 0, Checking: false }), "first checks");
        var dispatcher = host.Services.GetRequiredService<ClaimDispatcher>();
        var now = host.Time.GetUtcNow();
        await dispatcher.DispatchAsync([new CheckLease("before", 100, now, now.AddMinutes(1))], long.MaxValue, TestContext.Current.CancellationToken);

        await dispatcher.DispatchAsync(
            [.. claimed.Select(id => new CheckLease(id, 101, now, now.AddMinutes(1)))], long.MaxValue, TestContext.Current.CancellationToken);

        dispatcher.ShortestInterval.Should().Be(seconds is { } expected ? TimeSpan.FromSeconds(expected) : null);
    }
}
