using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>
/// When a recurring window is open. Beginning and end are wall times, resolved apart: one that the clock skips is moved forward by what is
/// skipped, of one that comes twice the first is meant. Pure.
/// </summary>
internal sealed class MaintenanceSchedule(MaintenanceWindow window)
{
    /// <summary>More than any change of the clock, and than any zone's distance from what it was a moment ago.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(3);

    private readonly CronExpression _cron = ParseCron(window.Cron);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone);
    private readonly CompiledMatchers _matchers = new(window.Matchers);

    public MaintenanceWindow Window => window;

    public CompiledMatchers Matchers => _matchers;

    /// <exception cref="CronFormatException">It is no cron expression.</exception>
    public static CronExpression ParseCron(string text) => CronExpression.Parse(text, FormatOf(text));

    /// <summary>False when it is no cron expression.</summary>
    public static bool TryParseCron(string text, [NotNullWhen(true)] out CronExpression? cron) => CronExpression.TryParse(text, FormatOf(text), out cron);

    /// <summary>The end of the occurrence that covers <paramref name="now"/>; null when none does.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset now)
    {
        if (!window.Enabled)
            return null;
        return Occurrences(now - window.Duration - Margin, now + Margin).Where(found => found.Start <= now && now < found.End)
            .Select(found => (DateTimeOffset?)found.End).FirstOrDefault();
    }

    /// <summary>Occurrences whose wall time begins within about the range given.</summary>
    public IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Occurrences(DateTimeOffset from, DateTimeOffset to)
    {
        // Cron is asked in wall time, which is called UTC here only because the library wants it so.
        foreach (var start in _cron.GetOccurrences(WallOf(from), WallOf(to), fromInclusive: true, toInclusive: true))
            yield return (ToUtc(start), ToUtc(start + window.Duration));
    }

    /// <summary>The next time after the one given at which a cron expression comes round on the wall clock of a zone.</summary>
    public static DateTimeOffset? Next(CronExpression cron, TimeZoneInfo zone, DateTimeOffset after, bool inclusive) =>
        cron.GetNextOccurrence(after.UtcDateTime, zone, inclusive) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;

    private static CronFormat FormatOf(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;

    private DateTime WallOf(DateTimeOffset at) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(at, _zone).DateTime, DateTimeKind.Utc);

    private DateTimeOffset ToUtc(DateTime wall)
    {
        var local = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (_zone.IsInvalidTime(local))
        {
            var before = _zone.GetUtcOffset(local - Margin);
            return new DateTimeOffset(local, before).ToUniversalTime();
        }

        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
