using System.Text.Json;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Mcp.Diagnosis;

/// <summary>
/// Finds the authorization server of a protected MCP server (RFC 9728). Only the server's own origin is asked, and without a token: an address
/// elsewhere would be one that nobody registered.
/// </summary>
internal static class ResourceMetadata
{
    private const int LongestBody = 65_536;
    private const int LongestAddress = 300;

    /// <summary>The <c>resource_metadata</c> of the Bearer challenge; null without one.</summary>
    public static string? AddressIn(HttpResponseMessage response)
    {
        foreach (var header in response.Headers.WwwAuthenticate)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                && BearerChallenge.Find(header.Parameter, "resource_metadata") is { Length: > 0 and <= LongestAddress } address)
                return address;
        }

        return null;
    }

    /// <summary>Address of the first authorization server; null when none is told.</summary>
    public static async ValueTask<string?> FindAsync(HttpMessageInvoker way, Uri endpoint, string? told, CancellationToken cancellationToken)
    {
        foreach (var address in Addresses(endpoint, told))
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation("User-Agent", "IntegrationHealth");
                request.Headers.TryAddWithoutValidation("Accept", "application/json");
                using var response = await way.SendAsync(request, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    continue;
                using var body = await BodyReader.KeepAsync(BodyText.Open(response.Content, cancellationToken), LongestBody, tolerant: true, cancellationToken);
                if (Read(body.Bytes) is { } found)
                    return found;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
            {
                // The check has its diagnosis already; this would only have made it richer.
                return null;
            }
        }

        return null;
    }

    private static IEnumerable<Uri> Addresses(Uri endpoint, string? told)
    {
        if (told is not null)
        {
            if (Uri.TryCreate(told, UriKind.Absolute, out var address) && IsSameOrigin(address, endpoint))
                yield return address;
            yield break;
        }

        var wellKnown = new Uri(endpoint, "/.well-known/oauth-protected-resource");
        if (endpoint.AbsolutePath.Length > 1)
            yield return new Uri(wellKnown.AbsoluteUri + endpoint.AbsolutePath);
        yield return wellKnown;
    }

    private static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static string? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("authorization_servers", out var servers)
                && servers.ValueKind == JsonValueKind.Array && servers.GetArrayLength() > 0 && servers[0].ValueKind == JsonValueKind.String
                && servers[0].GetString() is { Length: <= LongestAddress } server && Uri.TryCreate(server, UriKind.Absolute, out var uri)
                && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0
                ? uri.AbsoluteUri
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
