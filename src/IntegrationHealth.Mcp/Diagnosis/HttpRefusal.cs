using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Mcp.Connecting;

namespace IntegrationHealth.Mcp.Diagnosis;

/// <summary>What an HTTP answer that was no success means. Pure. The protocol's code first, then the Bearer challenge, then the status.</summary>
internal static class HttpRefusal
{
    private const string AuthorizationPage = "https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization";

    public static CheckResult Diagnose(ReceivedAnswer answer, Uri endpoint, Credential? credential, McpSettings settings, DateTimeOffset now)
    {
        var host = endpoint.Authority;
        var response = answer.Response;
        var status = (int)response.StatusCode;
        var isHtml = BodyText.IsHtml(response.Content.Headers.ContentType?.MediaType, answer.Body.Span);
        var code = isHtml ? null : RpcCode(answer.Body);
        var ownKey = settings.Headers.Keys.Any(SecretRedactor.IsSecretName);
        var reply = new HttpReply
        {
            Host = host,
            Status = status,
            Credential = AuthenticationDiagnosis.StateOf(credential, ownKey, now),
            Challenge = BearerChallenge.From(response.Headers.WwwAuthenticate),
            VendorCode = code is null && !isHtml ? VendorCodes.Find(answer.Body) : null,
            IsHtml = isHtml,
            QuotaIsUsedUp = response.Headers.RetryAfter is not null,
        };
        var failure = answer.HasLostSession && ProtocolDiagnosis.FromCode(code) is null ? Forgetful(host) : Choose(reply, code, response, endpoint);
        var secrets = Secrets.Of(settings, credential?.AccessToken);
        var metadata = ResourceMetadata.AddressIn(response);
        return CheckResult.Failed(failure with
        {
            VendorCode = failure.VendorCode ?? code ?? reply.Challenge.Error ?? reply.VendorCode,
            Evidence = EvidenceText.Join(
                metadata is null ? null : "resource_metadata: " + SecretRedactor.Redact(metadata, secrets),
                ReplyEvidence.Describe(response, answer.Body.Span, secrets)),
        }) with
        {
            RetryAfter = RetryAfterHint.From(response.Headers.RetryAfter, now),
        };
    }

    private static CheckFailure Choose(HttpReply reply, string? code, HttpResponseMessage response, Uri endpoint) => reply.Status switch
    {
        401 when reply is { Credential: CredentialState.None, IsHtml: false } => NeedsSignIn(reply.Host, response),
        401 or 403 => StatusDiagnosis.Diagnose(reply) with { DocsUrl = AuthorizationPage },
        >= 300 and <= 399 => SentOn(reply, response, endpoint),
        404 when code == "-32601" => ProtocolDiagnosis.FromCode(code)!,
        < 500 and not (407 or 408 or 429) when ProtocolDiagnosis.FromCode(code) is { } known => known,
        // A code that each server uses as it likes: that it came with 400 makes it no fault of the settings.
        400 when code is not null => CheckFailure.Of(
            FailureKind.Unknown, $"{reply.Host} answered with an error that no rule explains ({code}).", Confidence.Low) with
        {
            DocsUrl = McpErrors.Api.DocsUrl,
        },
        _ => StatusDiagnosis.Diagnose(reply),
    };

    /// <summary>It is alive: it only does not know who asks. Nothing is broken, somebody has to sign in.</summary>
    private static CheckFailure NeedsSignIn(string host, HttpResponseMessage response, string? page = null) => CheckFailure.Of(
        FailureKind.Misconfigured,
        $"The MCP server at {host} {(page is null ? "is alive and asks for a sign-in" : $"sends on to sign in at {page}")}; "
            + "this integration has no access token for it. Connect it to go on.",
        response.Headers.WwwAuthenticate.Count > 0 ? Confidence.High : Confidence.Medium) with
    {
        Action = RecoveryAction.Reconnect,
        ResponsibleParty = ResponsibleParty.Owner,
        DocsUrl = AuthorizationPage,
    };

    private static CheckFailure Forgetful(string host) => CheckFailure.Of(
        FailureKind.Misconfigured,
        $"The MCP server at {host} forgets its session between two requests, as one does that runs on several machines which do not share sessions. Its developers have to correct it.") with
    {
        DocsUrl = "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management",
    };

    /// <summary>No redirect is followed. One to a page where people sign in is an answer to the credential, or to its absence.</summary>
    private static CheckFailure SentOn(HttpReply reply, HttpResponseMessage response, Uri endpoint)
    {
        var location = response.Headers.Location;
        var target = location is not null && Uri.TryCreate(endpoint, location, out var uri) ? uri.Authority : "another address";
        if (RedirectRules.IsRedirect(reply.Status))
        {
            var first = new RedirectHop(endpoint, HttpMethod.Post, SameOrigin: true, SameHost: true, SendsBody: true);
            var refusal = RedirectRules.Decide(first, endpoint, reply.Status, location, signed: true, left: 1, out _);
            if (refusal == RedirectRefusal.SignIn && reply.Credential == CredentialState.None)
                return NeedsSignIn(reply.Host, response, target);
            if (refusal is RedirectRefusal.SignIn or RedirectRefusal.Portal)
                return StatusDiagnosis.Diagnose(reply with { Redirect = refusal, RedirectHost = target }) with { DocsUrl = AuthorizationPage };
        }

        return CheckFailure.Of(
            FailureKind.Misconfigured,
            FormattableString.Invariant($"{reply.Host} answered {reply.Status} and sends on to {target}, which is not followed. Put the server's final address into settings.endpoint."));
    }

    /// <summary>The code of a JSON-RPC error; null when the body is none.</summary>
    private static string? RpcCode(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("jsonrpc", out _)
                && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number
                ? code.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
