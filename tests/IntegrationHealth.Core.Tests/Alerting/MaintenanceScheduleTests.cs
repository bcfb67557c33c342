using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Fault 36: windows over the changes of the clock.</summary>
public sealed class MaintenanceScheduleTests
{
    private static MaintenanceWindow Night => new()
    {
        Id = "night",
        Name = "night",
        Cron = "30 2 * * *",
        Duration = TimeSpan.FromMinutes(90),
        TimeZone = "America/New_York",
    };

    [Fact]
    public void Fault36_Spring_TheSkippedBeginningMovesForward()
    {
        var found = Occurrences(Night, new DateTime(2026, 3, 8)).Should().ContainSingle().Subject;
        found.Should().Be((Utc(2026, 3, 8, 7, 30), Utc(2026, 3, 8, 8, 0)), "02:30 does not exist that night: 03:30 to 04:00 EDT");
    }

    [Fact]
    public void Fault36_Autumn_TheWindowComesOnce()
    {
        var found = Occurrences(Night with { Cron = "30 1 * * *", Duration = TimeSpan.FromMinutes(60) }, new DateTime(2026, 11, 1)).Should().ContainSingle().Subject;
        found.Should().Be((Utc(2026, 11, 1, 5, 30), Utc(2026, 11, 1, 7, 30)), "from the first 01:30 (EDT) to 02:30 on the wall (EST)");
    }

    [Theory]
    [InlineData("2026-01-15T07:29:59Z", false)]
    [InlineData("2026-01-15T07:30:00Z", true)]
    [InlineData("2026-01-15T08:59:59Z", true)]
    [InlineData("2026-01-15T09:00:00Z", false)]
    [InlineData("2026-03-08T07:29:00Z", false)]
    [InlineData("2026-03-08T07:45:00Z", true)]
    [InlineData("2026-03-08T08:01:00Z", false)]
    public void OpenUntil_KnowsTheWallClock(string at, bool open) =>
        new MaintenanceSchedule(Night).OpenUntil(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).HasValue.Should().Be(open);

    [Fact]
    public void SwitchedOff_IsNeverOpen() =>
        new MaintenanceSchedule(Night with { Enabled = false }).OpenUntil(Utc(2026, 1, 15, 8, 0)).Should().BeNull();

    [Theory]
    [InlineData("0 3 * * *", "Nowhere/City", 60, "timeZone")]
    [InlineData("every night", "UTC", 60, "cron")]
    [InlineData("61 3 * * *", "UTC", 60, "cron")]
    [InlineData("0 3 * * *", "UTC", 0, "durationMs")]
    public void Check_NamesWhatIsWrong(string cron, string zone, int minutes, string field) =>
        AlertingLimits.Check(Night with { Cron = cron, TimeZone = zone, Duration = TimeSpan.FromMinutes(minutes) })
            .Should().ContainSingle().Which.Field.Should().Be(field);

    private static IReadOnlyList<(DateTimeOffset, DateTimeOffset)> Occurrences(MaintenanceWindow window, DateTime day)
    {
        var from = new DateTimeOffset(day, TimeSpan.FromHours(-5));
        return [.. new MaintenanceSchedule(window).Occurrences(from, from.AddHours(20))];
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
