using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>One request to a vendor; it is signed with the host's token.</summary>
/// <param name="Url">An absolute https address.</param>
public sealed record VendorRequest(string Url)
{
    /// <summary>Replaces scheme, host and port of <see cref="Url"/>, for proxies and tests. Off when null.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Method. Default GET.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>More headers, such as the version of the API; <c>Accept</c> replaces <c>application/json</c>. None when null.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>JSON to send. None when null.</summary>
    public string? JsonBody { get; init; }

    /// <summary>A property that every success has: a 2xx without it is not the vendor's answer. Not looked at when null.</summary>
    public string? ExpectedProperty { get; init; }

    /// <summary>
    /// True when the host name in <see cref="Url"/> is a constant of the checker. Otherwise the request of an integration that users
    /// registered passes the outbound guard. Default false.
    /// </summary>
    public bool HostIsFixed { get; init; }

    /// <summary>
    /// The <c>ETag</c> of an answer that the checker still knows: where nothing has changed since, the vendor answers 304 without a body, which
    /// many count against no quota. None when null.
    /// </summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>Units of the vendor's quota that the request costs, 0 or more. Default 1.</summary>
    public int QuotaCost { get; init; } = 1;

    internal Uri EffectiveUri => HttpPlan.EffectiveUri(Url, BaseAddress);
}
