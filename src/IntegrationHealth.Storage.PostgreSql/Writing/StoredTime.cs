namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>
/// Times are stored in whole milliseconds, as every store keeps them: a place in a list is written in milliseconds, and must compare equal
/// to what is stored.
/// </summary>
internal static class StoredTime
{
    public static DateTime Of(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    public static DateTime? Of(DateTimeOffset? time) => time is { } some ? Of(some) : null;
}
