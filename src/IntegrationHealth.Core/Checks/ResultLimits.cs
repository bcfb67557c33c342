namespace IntegrationHealth.Checks;

/// <summary>
/// Keeps what a checker says within what is stored and shown for each of many integrations: a result beyond it is cut, not refused. Pure.
/// </summary>
internal static class ResultLimits
{
    private const int MostData = 32;
    private const int LongestKey = 100;
    private const int LongestValue = 500;
    private const int LongestText = 1_000;
    private const int LongestCode = 200;
    private const int LongestUrl = 2_048;
    private const int MostCapabilities = 128;

    /// <summary>The same instance when nothing has to be cut.</summary>
    public static CheckResult Apply(CheckResult result)
    {
        if (result.Data is { } data && (data.Count > MostData || data.Any(IsTooLong)))
            result = result with { Data = data.Take(MostData).DistinctBy(pair => Cut(pair.Key, LongestKey)).ToDictionary(pair => Cut(pair.Key, LongestKey), pair => Cut(pair.Value, LongestValue)) };
        if (result.Capabilities.Count > MostCapabilities)
            result = result with { Capabilities = [.. result.Capabilities.Take(MostCapabilities)] };
        return result.Failure is { } failure && IsTooLong(failure) ? result with { Failure = Cut(failure) } : result;
    }

    private static bool IsTooLong(KeyValuePair<string, string> pair) => pair.Key.Length > LongestKey || pair.Value is null || pair.Value.Length > LongestValue;

    private static bool IsTooLong(CheckFailure failure) => failure.Message.Length > LongestText || failure.Evidence?.Length > LongestText
        || failure.VendorCode?.Length > LongestCode || failure.DocsUrl?.Length > LongestUrl;

    private static CheckFailure Cut(CheckFailure failure) => failure with
    {
        Message = Cut(failure.Message, LongestText),
        Evidence = failure.Evidence is { } evidence ? Cut(evidence, LongestText) : null,
        VendorCode = failure.VendorCode is { } code ? Cut(code, LongestCode) : null,
        // Half an address leads nowhere.
        DocsUrl = failure.DocsUrl?.Length > LongestUrl ? null : failure.DocsUrl,
    };

    private static string Cut(string? text, int length) => text is null ? "" : text.Length <= length ? text : text[..(length - 1)] + "…";
}
