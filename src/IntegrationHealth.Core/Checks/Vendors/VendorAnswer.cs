using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Pacing;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>What a vendor answered: a diagnosed failure, or a JSON body of the expected shape.</summary>
public sealed class VendorAnswer
{
    private readonly HttpResponseMessage? _response;
    private readonly TimeSpan _latency;
    private readonly string? _target;
    private readonly string? _token;

    internal VendorAnswer(
        CheckResult? failed, JsonElement body, HttpResponseMessage? response, TimeSpan latency, string? target, string? token)
    {
        (_response, _latency, _target, _token) = (response, latency, target, token);
        Body = body;
        Failed = failed is null ? null : Complete(failed);
    }

    /// <summary>Nobody was asked: the far end is not named, or the network would count as proven.</summary>
    internal VendorAnswer(CheckResult withheld) => Failed = withheld;

    /// <summary>The headers that tell of the vendor's quota.</summary>
    internal QuotaHeaders? Quota { get; init; }

    /// <summary>The wait until the vendor's quota is whole again, where this answer took the last of it.</summary>
    internal TimeSpan? QuotaReset { get; init; }

    /// <summary>How the host's own budget stands; null where it has none.</summary>
    internal QuotaShare? Budget { get; init; }

    /// <summary>The result of a check that failed, or was not made; null when all is well so far.</summary>
    public CheckResult? Failed { get; }

    /// <summary>The answer as it came, undefined when none could be read; <see cref="Text"/> is safe to show even if it echoes the token.</summary>
    public JsonElement Body { get; }

    /// <summary>True when nothing has changed since the answer whose <see cref="VendorRequest.IfNoneMatch"/> was sent; there is no body then.</summary>
    public bool IsUnchanged => Failed is null && _response?.StatusCode == HttpStatusCode.NotModified;

    /// <summary>The values of a response header, or null.</summary>
    public string? Header(string name) =>
        _response is not null && _response.Headers.TryGetValues(name, out var values) ? Scrub(string.Join(", ", values)) : null;

    /// <summary>
    /// The text, number, <c>true</c> or <c>false</c> at a place in the answer, such as <c>email</c> or <c>bot.workspace_name</c>; null when
    /// there is none.
    /// </summary>
    public string? Text(string property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var value = Body;
        foreach (var name in property.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => Scrub(value.GetString()),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
    }

    /// <summary>All is well, with the properties of the answer named in <paramref name="shown"/> as data.</summary>
    public CheckResult Succeed(params IEnumerable<string> shown)
    {
        var data = new Dictionary<string, string>();
        foreach (var name in shown)
        {
            if (Text(name) is { Length: > 0 and <= 500 } value)
                data[name[(name.LastIndexOf('.') + 1)..]] = value;
        }

        if (_response is not null)
            Quota?.Show(_response.Headers, data);
        if (Budget is { } budget)
            data["quotaBudgetUsedPercent"] = budget.UsedPercent.ToString(CultureInfo.InvariantCulture);

        return Complete(CheckResult.Success(data) with { RetryAfter = QuotaReset });
    }

    /// <summary>Adds the latency and the far end to a result.</summary>
    public CheckResult Complete(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var failure = result.Failure is { } found
            ? found with { Message = Scrub(found.Message), VendorCode = Scrub(found.VendorCode), Evidence = Scrub(found.Evidence) }
            : null;
        return result with { Failure = failure, Latency = _latency, Target = _target };
    }

    /// <summary>A far end may echo the token anywhere, even as its error code.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    private string? Scrub(string? text) => text is null || _token is null ? text : SecretRedactor.RedactKnown(text, _token);
}
