using System.Globalization;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Credentials;

/// <summary>Says ahead of time that a connection will end. Pure.</summary>
internal static class CredentialForecast
{
    /// <summary>A finding when <paramref name="end"/> is nearer than <paramref name="warning"/>; null before, or when that is zero.</summary>
    public static CheckFailure? Of(DateTimeOffset end, TimeSpan warning, DateTimeOffset now)
    {
        if (warning <= TimeSpan.Zero || end - now > warning)
            return null;
        var day = end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return CheckFailure.Of(
            FailureKind.AuthenticationExpired,
            end > now
                ? $"This connection works, but ends on {day} UTC. Reconnect it before then."
                : $"This connection still works, but was to end on {day} UTC. Reconnect it.",
            Confidence.High);
    }

    /// <summary>The earlier of the end that was said, the end of its whole life, and the end of the time it may lie unused; null when none is known.</summary>
    public static DateTimeOffset? EndOf(
        DateTimeOffset? said, DateTimeOffset? grantedAt, TimeSpan? life, DateTimeOffset? usedAt, TimeSpan? unused)
    {
        var end = said;
        foreach (var other in (ReadOnlySpan<DateTimeOffset?>)[grantedAt + life, usedAt + unused])
        {
            if (other is not null && (end is null || other < end))
                end = other;
        }

        return end;
    }
}
