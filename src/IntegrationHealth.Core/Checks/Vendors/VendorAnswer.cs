using System.Text.Json;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>What a vendor answered: a diagnosed failure, or a JSON body of the expected shape.</summary>
public sealed class VendorAnswer
{
    private readonly HttpResponseMessage? _response;
    private readonly TimeSpan _latency;
    private readonly string? _target;

    internal VendorAnswer(CheckResult? failed, JsonElement body, HttpResponseMessage? response, TimeSpan latency, string? target)
    {
        (_response, _latency, _target) = (response, latency, target);
        Body = body;
        Failed = failed is null ? null : Complete(failed);
    }

    /// <summary>The result of a check that failed; null when all is well so far.</summary>
    public CheckResult? Failed { get; }

    /// <summary>The answer; undefined when none could be read.</summary>
    public JsonElement Body { get; }

    /// <summary>The values of a response header, or null.</summary>
    public string? Header(string name) =>
        _response is not null && _response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>The text or number of a property of the answer; null when there is none.</summary>
    public string? Text(string property) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(property, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>All is well, with the properties of the answer named in <paramref name="shown"/> as data.</summary>
    public CheckResult Succeed(params IEnumerable<string> shown)
    {
        var data = new Dictionary<string, string>();
        foreach (var name in shown)
        {
            if (Text(name) is { Length: > 0 and <= 500 } value)
                data[name] = value;
        }

        return Complete(CheckResult.Success(data));
    }

    /// <summary>Adds the latency and the far end to a result.</summary>
    public CheckResult Complete(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result with { Latency = _latency, Target = _target };
    }
}
