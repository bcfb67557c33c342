using System.Net.Http.Headers;

namespace IntegrationHealth.Checks.Http;

/// <summary>Reads <c>Retry-After</c>: seconds or a date (RFC 9110 §10.2.3). Pure.</summary>
internal static class RetryAfterHint
{
    /// <summary>A far end may not silence its checks for longer than a day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The wait that was asked for, 0 – 1 day; null when none was.</summary>
    public static TimeSpan? From(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date - now);
        if (wait is not { } asked)
            return null;
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked > Longest ? Longest : asked;
    }
}
