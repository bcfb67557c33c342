using IntegrationHealth.Checks;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Flow;

/// <summary>A check that lies ahead: another host's clock is wrong, or this one's was set back.</summary>
public sealed class WrongClockTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 40)]
    [InlineData(false, null)]
    [InlineData(false, 40)]
    public async Task Check_LiesAhead_TheNextOneDoesNotWaitForIt(bool shared, int? retryAfterMinutes)
    {
        await using var host = await FlowHost.StartAsync(health =>
        {
            health.AddIntegration(FlowHost.Scripted("i0"));
            if (shared)
                health.Services.AddSingleton<ICheckQueue, FaultyQueue>();
        });
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Version == 1, "it is checked");
        var at = host.Time.GetUtcNow() + Ahead;
        var retryAt = at + TimeSpan.FromMinutes(retryAfterMinutes ?? 0);
        host.Monitored("i0").Snapshot = host.Monitored("i0").Snapshot with
        {
            LastCheckedAt = at,
            RetryAt = retryAfterMinutes is null ? null : retryAt,
            NextCheckAt = retryAt > at ? retryAt : at + TimeSpan.FromMinutes(5),
        };

        await host.UntilAsync(() => host.Checker.CountOf("i0") == 2, "it is checked when it is due", TimeSpan.FromMinutes(8));
    }

    [Theory]
    [InlineData(0, 5, null, 5)]
    [InlineData(1_440, 1_445, null, 5)]
    [InlineData(-1, -1, null, null)]
    [InlineData(-1, 4, null, 4)]
    [InlineData(-1, 600, null, null)]
    [InlineData(-1, 600, 600, 600)]
    [InlineData(-1, 30_000, 30_000, null)]
    [InlineData(null, 5, null, 5)]
    public async Task PlannedWait_IsWhatWasMeant(int? lastChecked, int nextCheck, int? retry, int? wait)
    {
        await using var host = await FlowHost.StartAsync(health => health.AddIntegration(FlowHost.Scripted("i0")));
        var (monitored, now) = (host.Monitored("i0"), host.Time.GetUtcNow());

        monitored.Snapshot = monitored.Snapshot with { LastCheckedAt = In(lastChecked), NextCheckAt = In(nextCheck), RetryAt = In(retry) };

        monitored.PlannedWait(now).Should().Be(wait is { } minutes ? TimeSpan.FromMinutes(minutes) : null);

        DateTimeOffset? In(int? minutes) => minutes is { } some ? now + TimeSpan.FromMinutes(some) : null;
    }

    /// <summary>Late by the clock of the host that made the last check, so it says nothing; the wait to the next is counted from it all the same.</summary>
    [Fact]
    public async Task Result_ThatComesBeforeTheLastOne_WaitsFromItsOwnTime()
    {
        await using var host = await FlowHost.StartAsync(health =>
        {
            health.AddIntegration(FlowHost.Scripted("i0"));
            health.Services.AddSingleton<ICheckQueue, FaultyQueue>();
        });
        await host.UntilAsync(() => host.Monitored("i0").Snapshot.Version == 1, "it is checked");
        var queue = (FaultyQueue)host.Services.GetRequiredService<ICheckQueue>();
        var retryAt = TimeSpan.Zero;
        host.Checker.Answer = (_, _) =>
        {
            var at = host.Time.GetUtcNow() + TimeSpan.FromSeconds(50);
            retryAt = TimeSpan.FromMinutes(20);
            // As another host stores it that is ahead by more than the time between the two checks.
            host.Monitored("i0").Snapshot = host.Monitored("i0").Snapshot with { LastCheckedAt = at, RetryAt = at + retryAt, NextCheckAt = at + retryAt };
            return new(CheckResult.Success());
        };
        queue.Waits.Clear();

        await host.UntilAsync(() => queue.Waits.ContainsKey("i0"), "it is checked again");

        queue.Waits["i0"].Should().BeCloseTo(retryAt, TimeSpan.FromSeconds(1), "the vendor asked for it, by whatever clock");
    }

    [Fact]
    public void LongestWait_OfAShortInterval_IsNotShorterThanWhatFollowsARefusal() => new StatusPolicy
    {
        Interval = TimeSpan.FromSeconds(1),
        FailureThreshold = 3,
        SuccessThreshold = 2,
        ConfirmationDelay = TimeSpan.FromSeconds(1),
        MaxBackoff = TimeSpan.FromHours(1),
    }.LongestWait.Should().Be(StatusPolicy.AfterRefusal);
}
