using System.Globalization;
using System.Net.Http.Headers;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>Names of the response headers in which a vendor says what is left of a quota.</summary>
/// <param name="Limit">Header with the whole of it.</param>
/// <param name="Remaining">Header with what is left.</param>
/// <param name="Reset">Header with the time at which it is whole again: seconds since 1970, seconds from now, or ISO 8601. None when null.</param>
public sealed record QuotaHeaders(string Limit, string Remaining, string? Reset = null)
{
    /// <summary>Numbers above this are a time, below it a wait.</summary>
    private const double FirstEpoch = 1_000_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Adds <c>quotaLimit</c>, <c>quotaRemaining</c> and <c>quotaUsedPercent</c> where the answer has them.</summary>
    internal void Show(HttpResponseHeaders headers, Dictionary<string, string> data)
    {
        if (Number(headers, Limit) is not { } limit || Number(headers, Remaining) is not { } left || limit <= 0 || left < 0)
            return;
        data["quotaLimit"] = limit.ToString("0", CultureInfo.InvariantCulture);
        data["quotaRemaining"] = left.ToString("0", CultureInfo.InvariantCulture);
        data["quotaUsedPercent"] = (100 * Math.Max(0, limit - left) / limit).ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>True when the answer says that nothing is left.</summary>
    internal bool IsUsedUp(HttpResponseHeaders headers) => Number(headers, Remaining) is <= 0;

    /// <summary>The wait until the quota is whole again, 0 – 1 day; null when something is left or no time is said.</summary>
    internal TimeSpan? WaitUntilReset(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Reset is null || !IsUsedUp(headers) || Text(headers, Reset) is not { } text)
            return null;
        TimeSpan wait;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e11)
            wait = number > FirstEpoch ? DateTimeOffset.UnixEpoch.AddSeconds(number) - now : TimeSpan.FromSeconds(number);
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            wait = at - now;
        else
            return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }

    private static double? Number(HttpResponseHeaders headers, string name) =>
        double.TryParse(Text(headers, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First().Trim() : null;
}
