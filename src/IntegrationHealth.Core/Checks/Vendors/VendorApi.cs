using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>How one vendor's API speaks of errors. Make it once and keep it; safe for concurrent use.</summary>
public sealed class VendorApi
{
    private FrozenDictionary<(int?, string?), VendorError>? _byAnswer;

    /// <summary>What people call the vendor; it stands in messages.</summary>
    public required string Name { get; init; }

    /// <summary>The vendor's page about errors; linked where an error has none of its own.</summary>
    public required string DocsUrl { get; init; }

    /// <summary>The error map. A code beats a status; a line with both beats one with the code alone.</summary>
    public required IReadOnlyList<VendorError> Errors { get; init; }

    /// <summary>
    /// Finds the codes in a JSON object, most telling first; none for a success. An answer with a code is a failure whatever its status.
    /// By default <c>error</c>, <c>error.status</c>, <c>error.code</c>, <c>code</c> and <c>errorCode</c> are looked at, outside of 2xx.
    /// </summary>
    public Func<JsonElement, IEnumerable<string?>>? ReadCodes { get; init; }

    /// <summary>True when errors may also be JSON arrays, which <see cref="ReadCodes"/> then gets. Default false.</summary>
    public bool HasArrayErrors { get; init; }

    /// <summary>
    /// True when the vendor's own errors may come without a JSON body, so that a line for a status alone (a <see cref="VendorError.Code"/> of
    /// null) explains those, too; a web page never. Otherwise a bare 401 or 403 is taken for a firewall's. Default false.
    /// </summary>
    public bool HasBareErrors { get; init; }

    /// <summary>Codes that the headers of a failure say, before those of its body. None when null.</summary>
    public Func<HttpResponseHeaders, IEnumerable<string?>>? ReadHeaderCodes { get; init; }

    /// <summary>The headers that say what is left of the quota; they are shown, and time the next check once nothing is left. None when null.</summary>
    public QuotaHeaders? Quota { get; init; }

    /// <summary>Adds what only body and headers know, such as the missing scope, the time to wait or where to sign on.</summary>
    internal Func<CheckResult, JsonElement, HttpResponseHeaders, DateTimeOffset, CheckResult>? Refine { get; init; }

    /// <summary>The line of the map for a status and code.</summary>
    internal VendorError? Find(int status, string? code)
    {
        _byAnswer ??= Errors.ToFrozenDictionary(error => (error.Status, error.Code?.ToUpperInvariant()));
        var key = code?.ToUpperInvariant();
        if (_byAnswer.TryGetValue((status, key), out var error) || (key is not null && _byAnswer.TryGetValue((null, key), out error)))
            return error;
        return key is null ? null : FindFamily(status, key);
    }

    private VendorError? FindFamily(int status, string key)
    {
        foreach (var error in Errors)
        {
            if (error.Code is [.. { Length: > 0 } family, '*'] && (error.Status is null || error.Status == status)
                && key.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Codes that may be shown, most telling first.</summary>
    internal IReadOnlyList<string> CodesOf(int status, JsonElement body, HttpResponseHeaders headers)
    {
        var said = status is < 200 or > 299 && ReadHeaderCodes is { } read ? read(headers).Select(VendorCodes.Clean).OfType<string>() : [];
        return [.. said, .. BodyCodes(status, body)];
    }

    private IEnumerable<string> BodyCodes(int status, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object && !(HasArrayErrors && body.ValueKind == JsonValueKind.Array))
            return [];
        if (ReadCodes is not null)
            return ReadCodes(body).Select(VendorCodes.Clean).OfType<string>();
        return status is < 200 or > 299 && VendorCodes.Find(body) is { } code ? [code] : [];
    }
}
