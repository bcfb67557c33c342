using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>
/// From an answer to a diagnosis. Pure. The vendor's code first, then the Bearer challenge, then the status; what is not the vendor's own
/// answer says nothing about the connection.
/// </summary>
internal static class VendorDiagnosis
{
    private static readonly TimeSpan LongestSpread = TimeSpan.FromMinutes(1);

    /// <summary>Why a request cannot be signed; null when it can.</summary>
    public static CheckFailure? Unusable(VendorApi api, Credential? credential)
    {
        if (credential is null)
        {
            return CheckFailure.Of(
                FailureKind.Misconfigured, $"The application has no access token for this {api.Name} connection, so it was not checked.");
        }

        return HeaderRules.IsValue(credential.AccessToken)
            ? null
            : CheckFailure.Of(
                FailureKind.Misconfigured, "The application's access token holds characters that no header can carry.", Confidence.High);
    }

    /// <summary>Nothing is asked until the window of the host's own budget is over; then not all at once.</summary>
    public static CheckResult BudgetUsedUp(VendorApi api, QuotaShare share, string integrationId, DateTimeOffset now) =>
        CheckResult.Inconclusive(CheckFailure.Of(
            FailureKind.RateLimited,
            string.Create(CultureInfo.InvariantCulture,
                $"Checks have used up the {share.Limit} requests to {api.Name} that this application allows them; this connection is checked again after {share.EndsAt.UtcDateTime:HH:mm} UTC."),
            Confidence.High) with
        {
            ResponsibleParty = ResponsibleParty.Developer,
        }) with
        {
            RetryAfter = share.EndsAt - now + (LongestSpread * (DueTimeSpreader.StableHash(integrationId) % 1_000 / 1_000d)),
            Latency = TimeSpan.Zero,
        };

    /// <summary>Null for a success of the expected shape.</summary>
    public static CheckResult? Diagnose(
        VendorApi api, VendorRequest request, CheckContext context, HttpResponseMessage response, KeptBody body, JsonElement json, DateTimeOffset now)
    {
        var isHtml = BodyText.IsHtml(response.Content.Headers.ContentType?.MediaType, body.Bytes.Span);
        var reply = new HttpReply
        {
            Host = api.Name,
            Status = (int)response.StatusCode,
            Credential = AuthenticationDiagnosis.StateOf(context.Credential, hasOwnCredential: false, now),
            Challenge = BearerChallenge.From(response.Headers.WwwAuthenticate),
            IsHtml = isHtml,
            QuotaIsUsedUp = response.Headers.RetryAfter is not null,
        };
        var codes = isHtml || body.Exceeded ? [] : api.CodesOf(reply.Status, json, response.Headers);
        if (IsUnchanged(request, response))
            return null;
        if (response.IsSuccessStatusCode && codes.Count == 0)
        {
            if (Shape(api, request, body, json, isHtml) is not { } odd)
                return null;
            return CheckResult.Failed(odd with { DocsUrl = null, Evidence = Evidence(response, body, context) });
        }

        var (error, code) = Lookup(api, reply, codes, isApis: api.HasBareErrors || json.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        var failure = (error is null ? WithoutError(reply, code, response, json) : FromError(error, api, reply.Credential)) with
        {
            VendorCode = code ?? reply.Challenge.Error,
            DocsUrl = error?.DocsUrl ?? api.DocsUrl,
            Evidence = Evidence(response, body, context),
        };
        var result = CheckResult.Failed(failure) with
        {
            RetryAfter = RetryAfterHint.From(response.Headers.RetryAfter, now)
                ?? (failure.Kind == FailureKind.RateLimited ? api.Quota?.WaitUntilReset(response.Headers, now) : null) ?? error?.RetryAfter,
            RetryAfterScope = error?.LimitScope ?? LimitScope.Credential,
        };
        return codes.Count > 0 && api.Refine is { } refine ? refine(result, json, response.Headers, now) : result;
    }

    /// <summary>There is no body to look at, so the answer must name the very tag that was sent: no portal between us knows it.</summary>
    private static bool IsUnchanged(VendorRequest request, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotModified && EntityTagHeaderValue.TryParse(request.IfNoneMatch, out var sent)
        && response.Headers.ETag is { } tag && tag.Tag == sent.Tag;

    private static (VendorError?, string?) Lookup(VendorApi api, HttpReply reply, IReadOnlyList<string> codes, bool isApis)
    {
        foreach (var code in codes)
        {
            // A failing server's code proves nothing about a credential.
            var error = api.Find(reply.Status, code) ?? OAuthErrors.Find(api, code);
            if (error is not null && (reply.Status < 500 || !FailureDefaults.NeedsPerson(error.Kind)))
                return (error, code);
        }

        var known = codes.Count > 0 ? codes[0] : null;
        var byStatus = api.Find(reply.Status, null);
        if (byStatus is { EvenAsPage: true })
            return (byStatus, known);
        if (reply.IsHtml)
            return (null, null);
        // A line for a status alone explains what the API itself answers: a firewall's bare "Forbidden" has the same status. That a server
        // fails, or is asked too often, is the same whoever says so.
        return byStatus is not null && !isApis && FailureDefaults.SaysOfConnection(byStatus.Kind) ? (null, known) : (byStatus, known);
    }

    private static CheckFailure FromError(VendorError error, VendorApi api, CredentialState credential)
    {
        // What judges a connection without a code of the vendor's is never certain after one answer.
        var isBare = error.Code is null && FailureDefaults.SaysOfConnection(error.Kind);
        var confidence = isBare && error.Confidence > Confidence.Medium ? Confidence.Medium : error.Confidence;
        var failure = CheckFailure.Of(error.Kind, error.Message, confidence);
        if (error.EndOfTokenDecides && credential != CredentialState.Current)
        {
            return credential == CredentialState.Ended
                ? CheckFailure.Of(
                    FailureKind.AuthenticationExpired,
                    $"The access to {api.Name} has run out and was not renewed. Reconnect it if this does not end by itself.",
                    Confidence.High)
                : CheckFailure.Of(
                    FailureKind.AuthenticationExpired,
                    $"{api.Name} did not accept the access token. Reconnect it if this does not end by itself.",
                    Confidence.Low);
        }

        return failure with
        {
            Action = error.Action ?? failure.Action,
            ResponsibleParty = error.ResponsibleParty ?? failure.ResponsibleParty,
        };
    }

    private static CheckFailure WithoutError(HttpReply reply, string? code, HttpResponseMessage response, JsonElement json)
    {
        if (reply.Status is >= 300 and <= 399)
            return Foreign(reply, $"sent the check on to {TargetOf(response)}");
        var saysBearer = reply.Challenge.Error is not null;
        if (reply.IsHtml && !saysBearer && reply.Status is >= 400 and <= 499 and not (407 or 408 or 429))
            return Foreign(reply, $"answered {reply.Status} with a web page");
        if (code is null && json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && !saysBearer && reply.Status is 401 or 403)
            return Foreign(reply, $"answered {reply.Status} without a word of the API");
        if (code is not null && !saysBearer && reply.Status is (< 500 and not (401 or 408 or 429)))
        {
            return CheckFailure.Of(
                FailureKind.Unknown, $"{reply.Host} answered with a code that no rule explains: {code}.", Confidence.Low);
        }

        var failure = StatusDiagnosis.Diagnose(reply);
        // The status alone, or a code that is not in the map, never condemns a connection at once.
        return failure.IsDefinitive && failure.Kind == FailureKind.AuthenticationRevoked ? failure with { Confidence = Confidence.Medium } : failure;
    }

    /// <summary>What came from a firewall, a proxy or a captive portal.</summary>
    private static CheckFailure Foreign(HttpReply reply, string what) => CheckFailure.Of(
        FailureKind.InvalidResponse,
        string.Create(CultureInfo.InvariantCulture,
            $"Something between us and {reply.Host} {what}, as a firewall or a sign-in page of a network does. This says nothing about the connection."),
        Confidence.Low);

    private static CheckFailure? Shape(VendorApi api, VendorRequest request, KeptBody body, JsonElement json, bool isHtml)
    {
        if (body.Exceeded)
            return CheckFailure.Of(FailureKind.InvalidResponse, $"The answer of {api.Name} is longer than a check accepts.");
        if (isHtml)
            return CheckFailure.Of(FailureKind.InvalidResponse, $"A web page came where {api.Name} should have answered, as from a network's sign-in page.");
        if (json.ValueKind is JsonValueKind.Undefined)
            return CheckFailure.Of(FailureKind.InvalidResponse, $"The answer of {api.Name} is not JSON, or not whole.");
        return request.ExpectedProperty is { } expected && (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(expected, out _))
            ? CheckFailure.Of(FailureKind.InvalidResponse, $"The answer of {api.Name} lacks '{expected}', which it always has.")
            : null;
    }

    private static string Evidence(HttpResponseMessage response, KeptBody body, CheckContext context) =>
        ReplyEvidence.Describe(response, body.Bytes.Span, context.Credential is { } credential ? [credential.AccessToken] : []);

    private static string TargetOf(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true, Authority.Length: > 0 } location ? location.Authority : "another address";
}
