namespace IntegrationHealth.History;

/// <summary>Beginnings of minutes, hours, days and months, UTC.</summary>
internal static class Periods
{
    public static DateTimeOffset MinuteOf(DateTimeOffset at) => Floor(at, TimeSpan.TicksPerMinute);

    public static DateTimeOffset HourOf(DateTimeOffset at) => Floor(at, TimeSpan.TicksPerHour);

    public static DateTimeOffset DayOf(DateTimeOffset at) => Floor(at, TimeSpan.TicksPerDay);

    public static DateTimeOffset MonthOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }

    public static DateTimeOffset StartOf(DateTimeOffset at, HistoryResolution resolution) => resolution switch
    {
        HistoryResolution.Hour => HourOf(at),
        HistoryResolution.Day => DayOf(at),
        _ => MonthOf(at),
    };

    /// <summary>The first period that starts at or after <paramref name="at"/>.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset at, HistoryResolution resolution)
    {
        var start = StartOf(at, resolution);
        return start >= at ? start : Next(start, resolution);
    }

    /// <summary>The period after the one that starts at <paramref name="start"/>; the end of time after the last.</summary>
    public static DateTimeOffset Next(DateTimeOffset start, HistoryResolution resolution)
    {
        if (DateTimeOffset.MaxValue - start < TimeSpan.FromDays(31))
            return DateTimeOffset.MaxValue;
        return resolution switch
        {
            HistoryResolution.Hour => start.AddHours(1),
            HistoryResolution.Day => start.AddDays(1),
            _ => start.AddMonths(1),
        };
    }

    private static DateTimeOffset Floor(DateTimeOffset at, long ticks) => new(at.UtcTicks - (at.UtcTicks % ticks), TimeSpan.Zero);
}
