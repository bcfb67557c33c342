using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Credentials;

/// <summary>
/// What a token endpoint answered: tokens, or why there are none. Pure. Only a code that the vendor itself spoke, in JSON and not while its
/// servers fail, condemns a connection.
/// </summary>
internal static class TokenAnswer
{
    private const int LongestToken = 65_536;

    /// <summary>The tokens that replace <paramref name="before"/>; null when the answer holds none.</summary>
    public static OAuthTokens? Read(OAuthTokens before, int status, JsonElement json, string version, DateTimeOffset now)
    {
        if (status is < 200 or > 299 || json.ValueKind != JsonValueKind.Object || Text(json, "access_token") is not { Length: > 0 and <= LongestToken } access
            || !HeaderRules.IsValue(access))
        {
            return null;
        }

        return before with
        {
            AccessToken = access,
            // Where the vendor rotates, the old one is dead from now on; where it does not, the old one goes on.
            RefreshToken = Text(json, "refresh_token") is { Length: > 0 } rotated ? rotated : before.RefreshToken,
            Version = version,
            ExpiresAt = Seconds(json, "expires_in") is { } life ? now + life : null,
            RefreshTokenExpiresAt = (Seconds(json, "refresh_token_expires_in") ?? Seconds(json, "refresh_expires_in")) is { } end
                ? now + end
                : before.RefreshTokenExpiresAt,
            RefreshedAt = now,
            Scopes = Text(json, "scope") is { Length: > 0 } scope
                ? scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : before.Scopes,
        };
    }

    /// <summary>Why there are no tokens.</summary>
    public static CheckFailure Diagnose(VendorApi vendor, int status, HttpResponseHeaders headers, JsonElement json)
    {
        var isObject = json.ValueKind == JsonValueKind.Object;
        var codes = isObject ? vendor.CodesOf(status, json, headers) : [];
        foreach (var code in codes)
        {
            var error = vendor.Find(status, code) ?? OAuthErrors.Find(vendor, code);
            if (error is not null && (status < 500 || !FailureDefaults.NeedsPerson(error.Kind)))
            {
                var known = CheckFailure.Of(error.Kind, error.Message, error.Confidence);
                return known with
                {
                    Action = error.Action ?? known.Action,
                    ResponsibleParty = error.ResponsibleParty ?? known.ResponsibleParty,
                    VendorCode = code,
                    DocsUrl = error.DocsUrl ?? vendor.DocsUrl,
                };
            }
        }

        return Unexplained(vendor, status, isObject) with { VendorCode = codes.Count > 0 ? codes[0] : null };
    }

    private static CheckFailure Unexplained(VendorApi vendor, int status, bool isObject) => status switch
    {
        429 => CheckFailure.Of(FailureKind.RateLimited, $"{vendor.Name} asks for fewer requests for the moment; the access could not be renewed yet.", Confidence.High),
        >= 500 => CheckFailure.Of(FailureKind.ProviderOutage, $"{vendor.Name} could not renew the access for the moment. There is nothing for you to do."),
        _ when !isObject => CheckFailure.Of(
            FailureKind.InvalidResponse,
            $"Something between us and {vendor.Name} answered when the access was to be renewed, as a firewall does. This says nothing about the connection.",
            Confidence.Low),
        _ => CheckFailure.Of(FailureKind.Unknown, $"{vendor.Name} did not renew the access, for a reason that no rule explains ({status}).", Confidence.Low),
    };

    private static TimeSpan? Seconds(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
            return null;
        var seconds = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number
            : value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out number) ? number
            : -1;
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
