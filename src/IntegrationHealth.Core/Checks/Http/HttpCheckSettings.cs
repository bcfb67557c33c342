namespace IntegrationHealth.Checks.Http;

/// <summary>
/// What an <c>http</c> integration asks, and what counts as healthy. Not to be changed once the integration is registered.
/// </summary>
public sealed class HttpCheckSettings
{
    private HttpPlan? _plan;

    /// <summary>What to ask: an absolute http or https address of up to 2,048 characters, without user name or password. Required.</summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// Replaces scheme, host and port of <see cref="Url"/>, for proxies and tests; a path it has is put before that of the URL. Off when null.
    /// </summary>
    public string? BaseAddress { get; set; }

    /// <summary>GET, HEAD, POST, PUT, PATCH, OPTIONS or DELETE. Default GET.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>
    /// Headers to send, up to 32, values of up to 4,096 visible ASCII characters. They stay within the origin of the URL: a redirect elsewhere
    /// does not carry them, and is not followed where one of them is a key. An <c>Authorization</c> header gives way to the host's credential.
    /// </summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Body to send, up to 65,536 characters, with POST, PUT, PATCH and DELETE. None when null.</summary>
    public string? Body { get; set; }

    /// <summary>Media type of <see cref="Body"/>. Default <c>application/json</c>.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>Status codes that count as healthy, 100–599, as in <c>200,204,300-399</c>. Default <c>200-299</c>.</summary>
    public string ExpectedStatus { get; set; } = "200-299";

    /// <summary>Text that the body must hold, up to 1,000 characters, letter case counts. Off when null.</summary>
    public string? BodyContains { get; set; }

    /// <summary>Text that the body must not hold, up to 1,000 characters, letter case counts. Off when null.</summary>
    public string? BodyNotContains { get; set; }

    /// <summary>
    /// Regular expression that the body must match, up to 1,000 characters, without look-around and back-references. Off when null.
    /// </summary>
    public string? BodyMatches { get; set; }

    /// <summary>Place in a JSON body, as in <c>status</c> or <c>$.data.items[0].state</c>; it must exist. Off when null.</summary>
    public string? JsonPath { get; set; }

    /// <summary>What stands at <see cref="JsonPath"/>: text, number, <c>true</c>, <c>false</c> or <c>null</c>. Any value when null.</summary>
    public string? JsonEquals { get; set; }

    /// <summary>Latency above which a success counts as Degraded, 1–300,000 ms. Off when null.</summary>
    public int? DegradedLatencyMs { get; set; }

    /// <summary>Days before the end of the certificate from which a success counts as Degraded, 0–365; 0 is off. Default 14.</summary>
    public int TlsExpiryWarningDays { get; set; } = 14;

    /// <summary>Redirects to follow, 0–20. Default 5. One from https to http is never followed, nor is one to another origin with a credential.</summary>
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Longest body to accept, 1 – 16,777,216 bytes. Default 1,048,576. A longer one is an invalid response.</summary>
    public int MaxResponseBytes { get; set; } = 1_048_576;

    /// <summary>Everything that can be worked out before the first check. The settings were validated.</summary>
    internal HttpPlan Plan => _plan ??= new HttpPlan(this);
}
