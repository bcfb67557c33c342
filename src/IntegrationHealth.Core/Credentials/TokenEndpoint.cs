using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.Checks.Pacing;

namespace IntegrationHealth.Credentials;

/// <summary>How an exchange ended: tokens, or a failure.</summary>
internal readonly record struct TokenExchange(OAuthTokens? Tokens, CheckFailure? Failure = null, TimeSpan? RetryAfter = null);

/// <summary>Does the refresh-token exchange (RFC 6749 §6), once. No exception of the transport comes out of it.</summary>
internal sealed class TokenEndpoint(OutboundHttp outbound, SharedPauses pauses, TimeProvider time)
{
    private const int LongestBody = 262_144;

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended.</exception>
    public async Task<TokenExchange> RefreshAsync(OAuthClient client, OAuthTokens tokens, CancellationToken cancellationToken)
    {
        var name = client.Vendor.Name;
        var pause = new PauseKey("", client.TokenEndpoint.Authority, PauseKind.Client, client.ClientId);
        if (pauses.Left(pause) is { } left)
        {
            return new TokenExchange(
                null, CheckFailure.Of(FailureKind.RateLimited, $"{name} asked for fewer requests; the access is renewed after the pause.", Confidence.High), left);
        }

        try
        {
            using var request = Create(client, tokens.RefreshToken!);
            // The address is the host's own, so the guard for addresses that users typed does not stand in the way.
            using var response = await outbound.For(IntegrationOrigin.Code).SendAsync(request, cancellationToken);
            using var body = await BodyReader.KeepAsync(
                BodyText.Open(response.Content, cancellationToken), LongestBody, tolerant: !response.IsSuccessStatusCode, cancellationToken);
            var json = body.Exceeded ? default : Parse(body.Bytes);
            var (status, now) = ((int)response.StatusCode, time.GetUtcNow());
            if (TokenAnswer.Read(tokens, status, json, NewVersion(), now) is { } fresh)
                return new TokenExchange(fresh);

            var failure = TokenAnswer.Diagnose(client.Vendor, status, response.Headers, json);
            string[] secrets = [tokens.RefreshToken!, tokens.AccessToken, client.ClientSecret ?? ""];
            var retryAfter = RetryAfterHint.From(response.Headers.RetryAfter, now);
            // What a token endpoint limits, it limits for the application.
            if (failure.Kind == FailureKind.RateLimited && retryAfter is { } wait)
                pauses.Note(pause, wait);
            return new TokenExchange(
                null,
                failure with
                {
                    VendorCode = Scrub(failure.VendorCode, secrets),
                    // What came with a success may hold tokens that nobody knows yet.
                    Evidence = ReplyEvidence.Describe(response, response.IsSuccessStatusCode && failure.VendorCode is null ? default : body.Bytes.Span, secrets),
                },
                retryAfter);
        }
        catch (HttpRequestException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new TokenExchange(null, TransportDiagnosis.Diagnose(exception, name, client.TokenEndpoint.Host, isTyped: false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TokenExchange(null, TransportDiagnosis.DiagnoseTimeout(name));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return new TokenExchange(null, TransportDiagnosis.DiagnoseBody(exception, name));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private static HttpRequestMessage Create(OAuthClient client, string refreshToken)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken };
        var request = new HttpRequestMessage(HttpMethod.Post, client.TokenEndpoint);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "IntegrationHealth");
        if (client is { Authentication: OAuthClientAuthentication.Basic, ClientSecret: { } secret })
        {
            // Form-encoded before they are joined (RFC 6749 §2.3.1), or a colon in the id would end it.
            var pair = $"{Uri.EscapeDataString(client.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            fields["client_id"] = client.ClientId;
            if (client.ClientSecret is { } posted)
                fields["client_secret"] = posted;
        }

        request.Content = client.SendsJson
            ? new StringContent(JsonSerializer.Serialize(fields, TokenJson.Default.DictionaryStringString), Encoding.UTF8, "application/json")
            : new FormUrlEncodedContent(fields);
        return request;
    }

    private static string NewVersion() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private static string? Scrub(string? text, string[] secrets) =>
        text is null ? null : secrets.Aggregate(text, SecretRedactor.RedactKnown);

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(BodyText.WithoutMark(body.Span));
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
