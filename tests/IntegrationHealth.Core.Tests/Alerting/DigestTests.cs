using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>A digest speaks once for everything at its time: of however many groups, and whatever the quiet hours are.</summary>
public sealed class DigestTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Digest_OfMoreGroupsThanOneBatch_IsOneMessage_AndLosesNone()
    {
        await using var bench = await AlertingBench.StartAsync([.. Enumerable.Range(0, 250).Select(i => AlertingBench.Rule($"rule-{i:d3}"))]);
        await bench.SaveAsync(Channel("0 * * * *"));
        await bench.PassAsync(10 * Minute);
        await bench.FailAsync();
        await bench.PassAsync(51 * Minute);

        var message = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message;
        (message.Alerts.Count, message.Truncated).Should().Be((50, 200));
        await bench.PassAsync(60 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty("each group knows that it was told");
    }

    [Fact]
    public async Task QuietHours_OverTheTimeOfTheDigest_HoldItUntilTheyEnd_NotForEver()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule()]);
        await bench.SaveAsync(Channel("26 0 * * *", new QuietHours { From = new TimeOnly(0, 0), To = new TimeOnly(0, 28) }));
        await bench.PassAsync(10 * Minute);
        await bench.FailAsync();
        await bench.PassAsync((17 * Minute) + TimeSpan.FromSeconds(50));
        (await bench.TakeAsync()).Should().BeEmpty();

        await bench.PassAsync(TimeSpan.FromSeconds(15));
        (await bench.ReasonsAsync()).Should().Equal(NotificationReason.First);
        await bench.PassAsync(10 * Minute);
        (await bench.TakeAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("15:10", "15:10", AlertSeverity.Warning, "15:28", "touched within quiet hours, before the digest")]
    [InlineData("15:27", "15:27", AlertSeverity.Warning, "15:28", "the digest of 15:26 is told then, with what came since")]
    [InlineData("15:28", "15:28", AlertSeverity.Warning, "15:28", "its turn")]
    [InlineData("15:28", "15:31", AlertSeverity.Warning, "15:31", "its turn, seen late")]
    [InlineData("15:29", "15:29", AlertSeverity.Warning, "1.15:28", "after its turn")]
    [InlineData("15:10", "15:10", AlertSeverity.Critical, "15:26", "quiet hours are not for it")]
    [InlineData("15:25", "15:27", AlertSeverity.Critical, "15:27", "a touch just before the digest does not cost the digest")]
    public void Turn_OfADigestWithinQuietHours(string dueAt, string now, AlertSeverity severity, string expected, string because)
    {
        var schedule = new ChannelSchedule(Channel("26 15 * * *", new QuietHours { From = new TimeOnly(15, 0), To = new TimeOnly(15, 28) }));

        schedule.NotBefore(At(now), At(dueAt), severity).Should().Be(At(expected), because);
    }

    [Fact]
    public void Turn_OfADigestWithinQuietHoursOverMidnight_OnTheWallClockOfAZone()
    {
        var schedule = new ChannelSchedule(Channel("30 23 * * *", new QuietHours { From = new TimeOnly(22, 0), To = new TimeOnly(2, 0) })
            with
        { TimeZone = "Europe/Berlin" });

        schedule.NotBefore(At("12:00"), At("12:00"), AlertSeverity.Warning).Should().Be(At("1.01:00"));
        schedule.NotBefore(At("1.01:00"), At("1.01:00"), AlertSeverity.Warning).Should().Be(At("1.01:00"));
    }

    private static DateTimeOffset At(string time) => AlertingBench.Start + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private static NotificationChannel Channel(string digest, QuietHours? quiet = null) =>
        new() { Id = "ops", Name = "ops", Type = "recording", Digest = digest, QuietHours = quiet };
}
