using System.Net.Http.Headers;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Presets;

/// <summary>
/// What the last check learnt, as its data keep it: enough to judge by when the vendor says that nothing has changed. It lives in the stored
/// snapshot, so it outlives restarts and serves whichever host checks next.
/// </summary>
internal sealed class KnownAnswer
{
    private const string ETagKey = "etag";
    private const string ScopesKey = "scopes";
    private const string EndKey = "tokenExpiresAt";
    private const string NoEnd = "none";

    /// <summary>Stored values are cut at 500 characters, and half a list of scopes would look like lost ones.</summary>
    private const int Longest = 480;

    private readonly IReadOnlyDictionary<string, string> _data;

    private KnownAnswer(IReadOnlyDictionary<string, string> data, string etag) => (_data, ETag) = (data, etag);

    public string ETag { get; }

    public string? Scopes => _data.GetValueOrDefault(ScopesKey);

    /// <summary>The end of the token as the vendor writes it, or a word for none.</summary>
    public string? End => _data.GetValueOrDefault(EndKey);

    /// <summary>Null when too little is known, so that a whole answer is needed.</summary>
    public static KnownAnswer? From(IReadOnlyDictionary<string, string>? data, Preset preset) =>
        preset.IsConditional && data is not null && data.TryGetValue(ETagKey, out var etag) && EntityTagHeaderValue.TryParse(etag, out _)
            && preset.Shown.All(name => data.ContainsKey(KeyOf(name))) && (preset.ScopeHeader is null || data.ContainsKey(ScopesKey))
            && (preset.ExpiryHeader is null || data.ContainsKey(EndKey))
            ? new KnownAnswer(data, etag)
            : null;

    /// <summary>What is kept of a whole answer.</summary>
    public static Dictionary<string, string> Keep(IReadOnlyDictionary<string, string> data, VendorAnswer answer, Preset preset)
    {
        var kept = new Dictionary<string, string>(data);
        var scopes = preset.ScopeHeader is { } header ? answer.Header(header) : null;
        if (scopes?.Length <= Longest)
            kept[ScopesKey] = scopes;
        if (preset.ExpiryHeader is { } expiry)
            kept[EndKey] = answer.Header(expiry) is { Length: > 0 and <= Longest } end ? end : NoEnd;
        if (answer.Header("ETag") is { Length: <= Longest } etag && (scopes is null || scopes.Length <= Longest))
            kept[ETagKey] = etag;
        return kept;
    }

    /// <summary>What was known, beside what the answer without a body says itself, such as the quota.</summary>
    public Dictionary<string, string> With(IReadOnlyDictionary<string, string> data, Preset preset)
    {
        var all = new Dictionary<string, string>(data) { [ETagKey] = ETag };
        foreach (var key in preset.Shown.Select(KeyOf).Append(ScopesKey).Append(EndKey))
        {
            if (_data.TryGetValue(key, out var value))
                all[key] = value;
        }

        return all;
    }

    public string? Text(string place) => _data.GetValueOrDefault(KeyOf(place));

    private static string KeyOf(string place) => place[(place.LastIndexOf('.') + 1)..];
}
