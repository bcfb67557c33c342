namespace IntegrationHealth.Checks.Vendors;

/// <summary>
/// What a token endpoint answers (RFC 6749 §5.2, OpenID Connect Core §3.1.2.6), whatever the vendor. Counts after a vendor's own map.
/// <c>{vendor}</c> in a message stands for its name.
/// </summary>
internal static class OAuthErrors
{
    private const string Docs = "https://www.rfc-editor.org/rfc/rfc6749#section-5.2";
    private const string Ended = "{vendor} no longer accepts this connection. Reconnect it to go on.";
    private const string Registration = "{vendor} does not accept how this application is registered or asks. Its developers have to correct it.";

    public static IReadOnlyList<VendorError> Table { get; } =
    [
        new(null, "invalid_grant", FailureKind.AuthenticationRevoked, Ended),
        new(null, "invalid_client", FailureKind.Misconfigured, Registration),
        new(null, "unauthorized_client", FailureKind.Misconfigured, Registration),
        new(null, "unsupported_grant_type", FailureKind.Misconfigured, Registration),
        new(null, "invalid_request", FailureKind.Misconfigured, Registration) { Confidence = Confidence.Medium },
        new(null, "invalid_scope", FailureKind.Misconfigured, Registration),
        new(null, "interaction_required", FailureKind.AuthenticationRevoked, Ended) { Confidence = Confidence.Medium },
        new(null, "consent_required", FailureKind.AuthenticationRevoked, Ended) { Confidence = Confidence.Medium },
        new(null, "login_required", FailureKind.AuthenticationRevoked, Ended) { Confidence = Confidence.Medium },
        new(null, "temporarily_unavailable", FailureKind.ProviderOutage, "{vendor} is not available for the moment. There is nothing for you to do."),
    ];

    private static readonly Dictionary<string, VendorError> ByCode =
        Table.ToDictionary(error => error.Code!, StringComparer.OrdinalIgnoreCase);

    public static VendorError? Find(VendorApi api, string code) => ByCode.TryGetValue(code, out var error)
        ? error with { Message = error.Message.Replace("{vendor}", api.Name, StringComparison.Ordinal), DocsUrl = Docs }
        : null;
}
