using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Storage.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>What hosts hold for a while in the database, while their clocks are apart by minutes.</summary>
public sealed class ApartClocksTests(SharedServer shared)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start => StorageContract.Start;

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(-5, 0, false)]
    [InlineData(5, -5, false)]
    [InlineData(0, 5, true)]
    [InlineData(-5, 0, true)]
    [InlineData(5, -5, true)]
    public async Task Outbox_WhatAnotherHostIsTelling_IsClaimedOnceItsLeaseHasEnded(int minutesOfOne, int minutesOfOther, bool inTheCommit)
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database, "a")).DisposeAsync();
        var server = new FakeTimeProvider(Start);
        await using var one = Host(database, server, minutesOfOne, out var clockOfOne);
        await using var other = Host(database, server, minutesOfOther, out var clockOfOther);
        var commit = new AlertCommit { Notifications = [AlertSamples.Notification("n", Start.AddHours(-1))] };
        IReadOnlyList<ClaimedNotification> claimed;
        if (inTheCommit)
        {
            claimed = (await one.GetRequiredService<IAlertStore>().CommitAndLeaseAsync(
                commit, new CommitLease(new HashSet<string> { "n" }, clockOfOne.GetUtcNow() + Lease), Stop))!;
        }
        else
        {
            await one.GetRequiredService<IAlertStore>().CommitAsync(commit, Stop);
            claimed = await ClaimAsync(one, clockOfOne);
        }

        claimed.Should().ContainSingle().Which.LeaseUntil.Should().Be(clockOfOne.GetUtcNow() + Lease, "the host works by its own clock");
        (await ClaimAsync(other, clockOfOther)).Should().BeEmpty("it is being told");
        Pass(Lease - TimeSpan.FromSeconds(1));
        (await ClaimAsync(other, clockOfOther)).Should().BeEmpty();
        Pass(TimeSpan.FromSeconds(1));
        (await ClaimAsync(other, clockOfOther)).Should().ContainSingle();

        void Pass(TimeSpan time)
        {
            foreach (var clock in new[] { server, clockOfOne, clockOfOther })
                clock.Advance(time);
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public async Task Lead_OfAHostThatWorks_IsNotTaken_AndThatOfOneThatDiedIs(int minutesOfOne, int minutesOfOther)
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database, "a")).DisposeAsync();
        var server = new FakeTimeProvider(Start);
        await using var one = Host(database, server, minutesOfOne, out var clockOfOne);
        await using var other = Host(database, server, minutesOfOther, out var clockOfOther);

        (await LeadAsync(one, clockOfOne, "one")).Should().Be("one");

        (await LeadAsync(other, clockOfOther, "other")).Should().Be("one");
        server.Advance(TimeSpan.FromSeconds(16));
        clockOfOther.Advance(TimeSpan.FromSeconds(16));
        (await LeadAsync(other, clockOfOther, "other")).Should().Be("other", "a lead is held for 15 s");
    }

    /// <summary>Somebody sets the host's clock while it runs.</summary>
    [Fact]
    public async Task Clock_SetByAnHour_IsComparedAnew()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database, "a")).DisposeAsync();
        var server = new FakeTimeProvider(Start);
        await using var one = Host(database, server, 0, out var clockOfOne);
        await using var other = Host(database, server, 0, out var clockOfOther);
        (await LeadAsync(other, clockOfOther, "other")).Should().Be("other");
        server.Advance(TimeSpan.FromSeconds(70));
        clockOfOne.Advance(TimeSpan.FromSeconds(70));
        clockOfOther.Advance(TimeSpan.FromSeconds(70));
        (await LeadAsync(one, clockOfOne, "one")).Should().Be("one");

        clockOfOther.AdjustTime(clockOfOther.GetUtcNow().AddHours(1));

        (await LeadAsync(other, clockOfOther, "other")).Should().Be("one");
    }

    /// <summary>What is old is old by the database's clock, though the two agreed a moment ago.</summary>
    [Fact]
    public async Task Prune_ClockJustSetAYearAhead_RemovesNothingThatIsKept()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await (await TestHost.StartAsync(database, "a")).DisposeAsync();
        await using var host = Host(database, new FakeTimeProvider(Start), 0, out var clock);
        var (audit, alerts, outbox) = (host.GetRequiredService<IAuditLog>(), host.GetRequiredService<IAlertStore>(), host.GetRequiredService<INotificationOutbox>());
        await audit.AddAsync(new AuditEntry { Id = "1", At = Start.AddDays(-36), Actor = "root", Action = "alertRule.changed" }, Stop);
        var resolved = AlertSamples.Alert("old", Start.AddDays(-36), state: AlertState.Resolved);
        await alerts.CommitAsync(
            AlertSamples.Commit(AlertSamples.Opens(resolved)) with { Notifications = [AlertSamples.Notification("n", Start.AddDays(-36))] }, Stop);
        var claimed = (await ClaimAsync(host, clock)).Single();
        (await outbox.CompleteAsync([AlertSamples.Completion(claimed, NotificationState.Delivered)], Stop)).Should().BeEmpty();

        clock.AdjustTime(Start.AddYears(1));
        var kept = clock.GetUtcNow().AddDays(-90);
        (await audit.PruneAsync(kept, Stop), await alerts.PruneAsync(kept, Stop), await outbox.PruneAsync(kept, Stop)).Should().Be((0, 0, 0));

        clock.AdjustTime(Start);
        kept = Start.AddDays(-30);
        (await audit.PruneAsync(kept, Stop), await alerts.PruneAsync(kept, Stop), await outbox.PruneAsync(kept, Stop)).Should().Be((1, 1, 1));
    }

    private static ServiceProvider Host(string database, FakeTimeProvider server, int minutes, out FakeTimeProvider clock) =>
        TestHost.Build(database, time: clock = new FakeTimeProvider(server.GetUtcNow().AddMinutes(minutes)), server: server);

    private static Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(ServiceProvider host, FakeTimeProvider clock) =>
        host.GetRequiredService<INotificationOutbox>().ClaimAsync(new OutboxClaim(clock.GetUtcNow(), 10, Lease, []), Stop);

    private static async Task<string> LeadAsync(ServiceProvider host, FakeTimeProvider clock, string holder)
    {
        var now = clock.GetUtcNow();
        return (await host.GetRequiredService<IAlertStore>().LeadAsync(new AlertingLead(holder, now.AddSeconds(15), now, 0, 0), now, Stop)).Holder;
    }
}
