using System.Text.Json;

namespace IntegrationHealth.Checks.Http;

/// <summary>Error codes in JSON bodies: where they stand, and what the common ones mean (RFC 6749, RFC 6750, OpenID Connect). Pure.</summary>
internal static class VendorCodes
{
    private const int LongestCode = 100;

    /// <summary>Finds a code in <c>error</c>, <c>error.status</c>, <c>error.code</c>, <c>code</c> or <c>status</c>; null when there is none.</summary>
    public static string? Find(ReadOnlyMemory<byte> body)
    {
        if (body.Span.TrimStart(" \r\n\t"u8).IndexOf("{"u8) != 0)
            return null;

        try
        {
            using var document = JsonDocument.Parse(body);
            return Find(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a code means, whatever the status; null for one that is not common to many vendors.</summary>
    public static FailureKind? Meaning(string? code) => code?.ToUpperInvariant() switch
    {
        "INVALID_GRANT" or "BAD_REFRESH_TOKEN" or "TOKEN_REVOKED" => FailureKind.AuthenticationRevoked,
        "INTERACTION_REQUIRED" or "CONSENT_REQUIRED" or "LOGIN_REQUIRED" => FailureKind.AuthenticationRevoked,
        "TOKEN_EXPIRED" or "EXPIRED_TOKEN" => FailureKind.AuthenticationExpired,
        "INSUFFICIENT_SCOPE" or "MISSING_SCOPE" => FailureKind.InsufficientScope,
        "INVALID_CLIENT" or "UNAUTHORIZED_CLIENT" or "UNSUPPORTED_GRANT_TYPE" or "INVALID_SCOPE" => FailureKind.Misconfigured,
        "PAYMENT_REQUIRED" or "ACCOUNT_SUSPENDED" or "ACCOUNT_DISABLED" => FailureKind.AccountSuspended,
        "RATE_LIMITED" or "RATELIMITED" or "RATE_LIMIT_EXCEEDED" or "RATELIMITEXCEEDED" or "RESOURCE_EXHAUSTED" or "SLOW_DOWN"
            or "TOO_MANY_REQUESTS" or "QUOTA_EXCEEDED" => FailureKind.RateLimited,
        "TEMPORARILY_UNAVAILABLE" or "SERVER_ERROR" or "UNAVAILABLE" => FailureKind.ProviderOutage,
        _ => null,
    };

    /// <summary>True for codes by which a server says that it refused the token itself.</summary>
    public static bool RefusesToken(string? code) => code is not null
        && (code.Equals("invalid_token", StringComparison.OrdinalIgnoreCase) || code.Equals("UNAUTHENTICATED", StringComparison.Ordinal));

    /// <summary>A page of health says <c>"status":"ok"</c> even where it reports that a part is down: that is no code of an error.</summary>
    private static bool SaysWell(string status) => status.ToUpperInvariant() is "OK" or "SUCCESS" or "PASS" or "UP" or "HEALTHY" or "200";

    /// <summary>Codes are short and without blanks; null for a sentence, which is a message and may quote what was sent.</summary>
    public static string? Clean(string? text) =>
        text is { Length: > 0 and <= LongestCode } && !text.Any(char.IsWhiteSpace) ? SecretRedactor.Redact(text, []) : null;

    /// <summary>Finds a code in a parsed body that is an object.</summary>
    public static string? Find(JsonElement root)
    {
        if (root.TryGetProperty("error", out var error))
        {
            if (error.ValueKind != JsonValueKind.Object)
                return Text(error);
            return Property(error, "status") ?? Property(error, "code") ?? Property(error, "type");
        }

        return Property(root, "code") ?? Property(root, "errorCode") ?? (Property(root, "status") is { } status && !SaysWell(status) ? status : null);
    }

    private static string? Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return Clean(text);
    }
}
