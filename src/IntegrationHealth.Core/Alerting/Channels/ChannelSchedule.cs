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
        _digest = channel?.Digest is { } digest ? MaintenanceSchedule.ParseCron(digest) : null;
    }

    public bool HasDigest => _digest is not null;

    /// <summary>When something of a severity may be told: now, at the end of quiet hours, or with the next digest.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="dueAt">When the group was due: at the time of a digest, this is that digest.</param>
    /// <param name="severity">The severity of what is to be told.</param>
    public DateTimeOffset NotBefore(DateTimeOffset now, DateTimeOffset? dueAt, AlertSeverity severity)
    {
        if (_digest is not null && !(dueAt is { } due && due <= now && IsDigest(due)))
            return MaintenanceSchedule.Next(_digest, _zone, now, inclusive: true) ?? now;
        return _quiet is { } quiet && severity < quiet.Bypass && QuietUntil(quiet, now) is { } end ? end : now;
    }

    private bool IsDigest(DateTimeOffset at) => MaintenanceSchedule.Next(_digest!, _zone, at, inclusive: true) == at;

    private DateTimeOffset? QuietUntil(QuietHours quiet, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, _zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (quiet.From == quiet.To || !time.IsBetween(quiet.From, quiet.To))
            return null;
        var day = DateOnly.FromDateTime(local.DateTime);
        if (quiet.To <= time)
            day = day.AddDays(1);
        var end = day.ToDateTime(quiet.To, DateTimeKind.Unspecified);
        while (_zone.IsInvalidTime(end))
            end = end.AddMinutes(15);
        return new DateTimeOffset(end, _zone.GetUtcOffset(end)).ToUniversalTime();
    }
}
