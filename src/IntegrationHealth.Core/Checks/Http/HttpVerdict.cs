using System.Globalization;
using IntegrationHealth.Checks.Outbound;

namespace IntegrationHealth.Checks.Http;

/// <summary>From an answer to a result: diagnosis, evidence, and what makes a success only a partial one.</summary>
internal static class HttpVerdict
{
    private static readonly CheckResult Fine = CheckResult.Success();

    /// <summary>No answer came. Where the guard let no request out, no far end is named: its silence would prove the network.</summary>
    public static CheckResult NoAnswer(HttpExchange exchange, CheckFailure failure) =>
        CheckResult.Failed(failure) with { Target = failure.Kind == FailureKind.Misconfigured ? null : exchange.Plan.Target };

    /// <summary>The status was not expected.</summary>
    public static CheckResult Unexpected(
        HttpExchange exchange, HttpResponseMessage response, RedirectRefusal refusal, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var credential = AuthenticationDiagnosis.StateOf(exchange.Context.Credential, exchange.Plan.HasOwnCredential, now);
        var failure = StatusDiagnosis.Diagnose(new HttpReply
        {
            Host = exchange.Hop.Uri.Authority,
            Status = (int)response.StatusCode,
            // What a redirect's far end says is no verdict about a credential that it never saw.
            Credential = exchange.Hop.SameOrigin ? credential : CredentialState.None,
            Challenge = BearerChallenge.From(response.Headers.WwwAuthenticate),
            VendorCode = VendorCodes.Find(body),
            IsHtml = BodyText.IsHtml(response.Content.Headers.ContentType?.MediaType, body.Span),
            QuotaIsUsedUp = response.Headers.RetryAfter is not null || SaysNoneLeft(response, "X-RateLimit-Remaining")
                || SaysNoneLeft(response, "RateLimit-Remaining"),
            Redirect = refusal,
            RedirectHost = RedirectHost(exchange.Hop.Uri, response.Headers.Location, refusal),
            ExpectedStatus = exchange.Plan.Settings.ExpectedStatus,
        });
        return Fail(exchange, response, failure, body) with { RetryAfter = RetryAfterHint.From(response.Headers.RetryAfter, now) };
    }

    /// <summary>The status was expected; null when the body is, too.</summary>
    public static CheckResult? Examine(HttpExchange exchange, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var type = response.Content.Headers.ContentType;
        return BodyConditions.Examine(exchange.Plan, body, type?.MediaType, type?.CharSet) is { } failure
            ? Fail(exchange, response, failure with { VendorCode = VendorCodes.Find(body) }, body)
            : null;
    }

    /// <summary>The body is longer than the settings accept.</summary>
    public static CheckResult TooLong(HttpExchange exchange, HttpResponseMessage response) => Fail(
        exchange,
        response,
        CheckFailure.Of(FailureKind.InvalidResponse, string.Create(
            CultureInfo.InvariantCulture,
            $"The answer of {exchange.Hop.Uri.Authority} is longer than the {exchange.Plan.Settings.MaxResponseBytes:N0} bytes that are accepted.")),
        default);

    /// <summary>Adds what every answer has; a success may still be slow, or its certificate about to end.</summary>
    public static CheckResult Complete(
        HttpExchange exchange, CheckResult? failed, CertificateExpiries expiries, TimeSpan latency, DateTimeOffset now)
    {
        var plan = exchange.Plan;
        var expiry = plan.Uri.Scheme == Uri.UriSchemeHttps ? expiries.Find(plan.Authority) : null;
        var result = failed ?? Judge(plan, expiry, latency, now);
        return result with
        {
            Latency = latency,
            Target = plan.Target,
            Data = expiry is { } end ? plan.TlsData(end) : null,
        };
    }

    private static CheckResult Judge(HttpPlan plan, DateTimeOffset? expiry, TimeSpan latency, DateTimeOffset now)
    {
        if (expiry is { } end && plan.Settings.TlsExpiryWarningDays > 0 && end - now <= TimeSpan.FromDays(plan.Settings.TlsExpiryWarningDays))
        {
            return CheckResult.Degraded(CheckFailure.Of(
                FailureKind.Tls,
                string.Create(CultureInfo.InvariantCulture, $"The certificate of {plan.Authority} ends on {end:yyyy-MM-dd} and has to be renewed."),
                Confidence.High));
        }

        return plan.Settings.DegradedLatencyMs is { } limit && latency.TotalMilliseconds > limit
            ? CheckResult.Degraded(CheckFailure.Of(
                FailureKind.Timeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Authority} took {latency.TotalMilliseconds:N0} ms, above the limit of {limit:N0} ms."),
                Confidence.High))
            : Fine;
    }

    private static CheckResult Fail(HttpExchange exchange, HttpResponseMessage response, CheckFailure failure, ReadOnlyMemory<byte> body) =>
        CheckResult.Failed(failure with
        {
            VendorCode = failure.VendorCode is { } code && exchange.Token is { } token ? SecretRedactor.RedactKnown(code, token) : failure.VendorCode,
            Evidence = ReplyEvidence.Describe(response, body.Span, exchange.Plan.Secrets(exchange.Token)),
        });

    private static bool SaysNoneLeft(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && values.First().Trim() == "0";

    /// <summary>Host and port; with the scheme where that may be all the difference, as from http to https.</summary>
    private static string? RedirectHost(Uri from, Uri? location, RedirectRefusal refusal)
    {
        if (location is null || !Uri.TryCreate(from, location, out var uri))
            return null;
        return refusal == RedirectRefusal.LeavesOrigin ? $"{uri.Scheme}://{uri.Authority}" : uri.Authority;
    }
}
