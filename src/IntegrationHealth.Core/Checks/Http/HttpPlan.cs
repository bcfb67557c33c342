using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHealth.Checks.Outbound;

namespace IntegrationHealth.Checks.Http;

/// <summary>Settings worked out once, so that a check does no parsing.</summary>
internal sealed class HttpPlan
{
    /// <summary>Bounds the time of one match; the engine is linear, the pattern may still be large.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(500);

    private readonly KeyValuePair<string, string>[] _headers;
    private readonly byte[]? _body;
    private readonly MediaTypeHeaderValue? _contentType;
    private Tuple<DateTimeOffset, Dictionary<string, string>>? _tlsData;

    public HttpPlan(HttpCheckSettings settings)
    {
        Settings = settings;
        Uri = EffectiveUri(settings.Url, settings.BaseAddress);
        Authority = Uri.Authority;
        Target = TargetOf(Uri);
        Method = HttpMethod.Parse(settings.Method);
        Expected = StatusRanges.TryParse(settings.ExpectedStatus)!;
        Pattern = settings.BodyMatches is { } pattern ? CreateRegex(pattern) : null;
        Path = JsonPath.TryParse(settings.JsonPath);
        ExaminesBody = Pattern is not null || Path is not null || settings.BodyContains is not null || settings.BodyNotContains is not null;
        _headers = [.. settings.Headers.Where(header => HeaderRules.IsName(header.Key) && HeaderRules.IsValue(header.Value))];
        HasOwnCredential = _headers.Any(header => SecretRedactor.IsSecretName(header.Key));
        HasUserAgent = _headers.Any(header => header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase));
        if (settings.Body is { } body)
        {
            _body = Encoding.UTF8.GetBytes(body);
            _contentType = MediaTypeHeaderValue.Parse(settings.ContentType);
        }
    }

    public HttpCheckSettings Settings { get; }

    public Uri Uri { get; }

    /// <summary>Host and port, as messages name them.</summary>
    public string Authority { get; }

    /// <summary>The authority, or null for a far end that says nothing about the host's own network.</summary>
    public string? Target { get; }

    public HttpMethod Method { get; }

    public StatusRanges Expected { get; }

    public Regex? Pattern { get; }

    public JsonPath? Path { get; }

    /// <summary>True when a condition looks at the body, so that it has to be kept.</summary>
    public bool ExaminesBody { get; }

    /// <summary>True when a header of the settings carries a key or a token.</summary>
    public bool HasOwnCredential { get; }

    public bool HasBody => _body is not null;

    private bool HasUserAgent { get; }

    /// <summary>A linear-time engine: a pattern typed by a user cannot stall the host.</summary>
    public static Regex CreateRegex(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>The address to ask: that of the settings, moved to the base address where one is given.</summary>
    public static Uri EffectiveUri(string url, string? baseAddress)
    {
        var uri = new Uri(url, UriKind.Absolute);
        if (string.IsNullOrEmpty(baseAddress))
            return uri;

        var start = new Uri(baseAddress, UriKind.Absolute);
        return new Uri(start.GetLeftPart(UriPartial.Authority) + start.AbsolutePath.TrimEnd('/') + uri.PathAndQuery);
    }

    /// <summary>One request. Headers, body and credential stay within the origin of the settings.</summary>
    public HttpRequestMessage CreateRequest(RedirectHop hop, string? accessToken)
    {
        var request = new HttpRequestMessage(hop.Method, hop.Uri);
        if (!HasUserAgent || !hop.SameOrigin)
            request.Headers.TryAddWithoutValidation("User-Agent", "IntegrationHealth");
        if (!hop.SameOrigin)
            return request;

        foreach (var (name, value) in _headers)
        {
            if (accessToken is null || !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                request.Headers.TryAddWithoutValidation(name, value);
        }

        if (accessToken is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + accessToken);
        if (_body is not null && hop.SendsBody)
        {
            request.Content = new ByteArrayContent(_body);
            request.Content.Headers.ContentType = _contentType;
        }

        return request;
    }

    /// <summary>The token, header values and keys in the address that must not show up in evidence.</summary>
    public IEnumerable<string> Secrets(string? accessToken)
    {
        if (accessToken is not null)
            yield return accessToken;
        foreach (var (name, value) in _headers)
        {
            if (SecretRedactor.IsSecretName(name))
                yield return value[(value.LastIndexOf(' ') + 1)..];
        }

        foreach (var key in AddressText.KeysIn(Uri))
            yield return key;
    }

    /// <summary>The facts shown about a certificate; the same object as long as the certificate is the same.</summary>
    public Dictionary<string, string> TlsData(DateTimeOffset expiry)
    {
        var known = _tlsData;
        if (known?.Item1 != expiry)
        {
            var text = expiry.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            _tlsData = known = Tuple.Create(expiry, new Dictionary<string, string> { ["tlsExpiresAt"] = text });
        }

        return known.Item2;
    }

    /// <summary>The host name, or null for a far end that says nothing about the host's own network. Ports of one machine are one far end.</summary>
    public static string? TargetOf(Uri uri) => IsLocal(uri) ? null : uri.IdnHost;

    /// <summary>The same, of an address and what replaces its beginning.</summary>
    public static string? TargetOf(string url, string? baseAddress) => TargetOf(EffectiveUri(url, baseAddress));

    private static bool IsLocal(Uri uri) => uri.IsLoopback
        || uri.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && BlockedNetworks.ReasonFor(address) is not null);
}
