using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>What a vendor answered: a diagnosed failure, or a JSON body of the expected shape.</summary>
public sealed class VendorAnswer
{
    private readonly HttpResponseMessage? _response;
    private readonly TimeSpan _latency;
    private readonly string? _target;
    private readonly string? _token;
    private readonly QuotaHeaders? _quota;

    internal VendorAnswer(
        CheckResult? failed, JsonElement body, HttpResponseMessage? response, TimeSpan latency, string? target, string? token,
        QuotaHeaders? quota = null)
    {
        (_response, _latency, _target, _token, _quota) = (response, latency, target, token, quota);
        Body = body;
        Failed = failed is null ? null : Complete(failed);
    }

    /// <summary>The result of a check that failed; null when all is well so far.</summary>
    public CheckResult? Failed { get; }

    /// <summary>The answer as it came, undefined when none could be read; <see cref="Text"/> is safe to show even if it echoes the token.</summary>
    public JsonElement Body { get; }

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
            _quota?.Show(_response.Headers, data);

        return Complete(CheckResult.Success(data));
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
