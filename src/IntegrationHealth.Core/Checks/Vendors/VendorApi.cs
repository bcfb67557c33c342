using System.Collections.Frozen;
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
    /// Finds the codes in a JSON answer, most telling first; none for a success. An answer with a code is a failure whatever its status.
    /// By default <c>error</c>, <c>error.status</c>, <c>error.code</c>, <c>code</c> and <c>errorCode</c> are looked at, outside of 2xx.
    /// </summary>
    public Func<JsonElement, IEnumerable<string?>>? ReadCodes { get; init; }

    /// <summary>Adds what only the body knows, such as the missing scope or the time to wait.</summary>
    internal Func<CheckResult, JsonElement, DateTimeOffset, CheckResult>? Refine { get; init; }

    /// <summary>The line of the map for a status and code.</summary>
    internal VendorError? Find(int status, string? code)
    {
        _byAnswer ??= Errors.ToFrozenDictionary(error => (error.Status, error.Code?.ToUpperInvariant()));
        var key = code?.ToUpperInvariant();
        if (_byAnswer.TryGetValue((status, key), out var error) || (key is not null && _byAnswer.TryGetValue((null, key), out error)))
            return error;
        return null;
    }

    /// <summary>Codes that may be shown, most telling first.</summary>
    internal IReadOnlyList<string> CodesOf(int status, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return [];
        if (ReadCodes is not null)
            return [.. ReadCodes(body).Select(VendorCodes.Clean).OfType<string>()];
        return status is < 200 or > 299 && VendorCodes.Find(body) is { } code ? [code] : [];
    }
}
