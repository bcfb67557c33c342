using IntegrationHealth.History;

namespace IntegrationHealth.Storage.History;

/// <summary>Which days are closed, and which days changed after they were. Pure.</summary>
internal static class FoldPlan
{
    /// <summary>A day is folded an hour after its end, so that the clocks of hosts may differ.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>What changes a day this long after its end may come after the day was folded.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(30);

    /// <summary>The first day that is not closed at this time.</summary>
    public static DateTimeOffset FirstOpenDay(DateTimeOffset now) => Periods.DayOf(now - Grace);

    /// <summary>True when an addition to this hour may find its day folded.</summary>
    public static bool IsLate(DateTimeOffset hour, DateTimeOffset now) => Periods.DayOf(hour).AddDays(1) + LateAfter <= now;

    /// <summary>The closed days since a mark, oldest first.</summary>
    public static IReadOnlyList<DateTimeOffset> DaysBetween(DateTimeOffset foldedUntil, DateTimeOffset open)
    {
        var days = new List<DateTimeOffset>();
        for (var day = foldedUntil; day < open; day = day.AddDays(1))
            days.Add(day);
        return days;
    }

    /// <summary>The closed months that these days belong to, oldest first.</summary>
    public static IReadOnlyList<DateTimeOffset> MonthsOf(IEnumerable<DateTimeOffset> days, DateTimeOffset open) =>
        [.. days.Select(Periods.MonthOf).Distinct().Where(month => Periods.Next(month, HistoryResolution.Month) <= open).Order()];
}
