using IntegrationHealth.Scheduling;
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
}
