using Cronos;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>When a channel may be disturbed: quiet hours and digests on its own wall clock. Pure.</summary>
internal sealed class ChannelSchedule
{
    private readonly TimeZoneInfo _zone;
    private readonly QuietHours? _quiet;
    private readonly CronExpression? _digest;

    public ChannelSchedule(NotificationChannel? channel)
    {
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(channel?.TimeZone ?? "UTC", out var zone) ? zone : TimeZoneInfo.Utc;
        _quiet = channel?.QuietHours;
        // As with the zone: what cannot be read here, from storage or from the host's own code, holds nothing up.
        _digest = channel?.Digest is { } digest && MaintenanceSchedule.TryParseCron(digest, out var cron) ? cron : null;
    }

    public bool HasDigest => _digest is not null;

    /// <summary>When something of a severity may be told: now, at the end of quiet hours, or with the next digest.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="dueAt">When the group was due: a digest whose time has come since then is this one's.</param>
    /// <param name="severity">The severity of what is to be told.</param>
    public DateTimeOffset NotBefore(DateTimeOffset now, DateTimeOffset? dueAt, AlertSeverity severity)
    {
        if (_digest is not null && DigestAfter(dueAt < now ? dueAt.Value : now, severity) is { } turn && turn > now)
            return turn;
        return QuietAt(now, severity)?.End ?? now;
    }

    /// <summary>
    /// When the first digest from the time given on is told: one whose time falls into quiet hours when they end. Null for a cron that
    /// never comes round again.
    /// </summary>
    private DateTimeOffset? DigestAfter(DateTimeOffset from, AlertSeverity severity)
    {
        // Quiet hours that end just now may have held one back.
        var since = QuietAt(from.AddTicks(-1), severity)?.Begin ?? from;
        return MaintenanceSchedule.Next(_digest!, _zone, since, inclusive: true) is { } digest ? QuietAt(digest, severity)?.End ?? digest : null;
    }

    /// <summary>The quiet hours that a moment falls into; null when it falls into none, or the severity is told all the same.</summary>
    private (DateTimeOffset Begin, DateTimeOffset End)? QuietAt(DateTimeOffset at, AlertSeverity severity)
    {
        if (_quiet is not { } quiet || severity >= quiet.Bypass || quiet.From == quiet.To)
            return null;
        var local = TimeZoneInfo.ConvertTime(at, _zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (!time.IsBetween(quiet.From, quiet.To))
            return null;
        var day = DateOnly.FromDateTime(local.DateTime);
        return (ToUtc(quiet.From <= time ? day : day.AddDays(-1), quiet.From), ToUtc(quiet.To <= time ? day.AddDays(1) : day, quiet.To));
    }

    private DateTimeOffset ToUtc(DateOnly day, TimeOnly time)
    {
        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        while (_zone.IsInvalidTime(wall))
            wall = wall.AddMinutes(15);
        return new DateTimeOffset(wall, _zone.GetUtcOffset(wall)).ToUniversalTime();
    }
}
