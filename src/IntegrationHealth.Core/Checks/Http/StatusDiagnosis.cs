using System.Globalization;

namespace IntegrationHealth.Checks.Http;

/// <summary>Turns an answer that was not expected into a diagnosis. Pure. Vendor code first, then challenge, then status.</summary>
internal static class StatusDiagnosis
{
    /// <summary>The diagnosis; the caller adds the evidence.</summary>
    public static CheckFailure Diagnose(HttpReply reply)
    {
        var code = reply.Challenge.Error ?? reply.VendorCode;
        var failure = FromCode(reply) ?? FromStatus(reply);
        return failure.VendorCode is null ? failure with { VendorCode = code } : failure;
    }

    private static CheckFailure? FromCode(HttpReply reply)
    {
        // A page of a firewall or proxy has no code, and a failing server's code proves nothing about a credential.
        if (reply.IsHtml || reply.Status is < 400 or > 499)
            return null;
        if (VendorCodes.Meaning(reply.VendorCode) is not { } kind)
            return null;

        return kind switch
        {
            FailureKind.AuthenticationRevoked or FailureKind.AuthenticationExpired or FailureKind.InsufficientScope =>
                AuthenticationDiagnosis.FromCode(kind, reply),
            FailureKind.Misconfigured => Of(
                kind, $"{reply.Host} does not accept this application's registration ({reply.VendorCode}).", Confidence.High),
            FailureKind.AccountSuspended => Of(
                kind, $"{reply.Host} says that the account is suspended or unpaid ({reply.VendorCode}).", Confidence.High),
            FailureKind.RateLimited => RateLimited(reply),
            _ => Of(kind, $"{reply.Host} says that it is unavailable for the moment ({reply.VendorCode}).", Confidence.High),
        };
    }

    private static CheckFailure FromStatus(HttpReply reply)
    {
        var answered = string.Create(CultureInfo.InvariantCulture, $"{reply.Host} answered {reply.Status}");
        return reply.Status switch
        {
            401 or 403 => AuthenticationDiagnosis.Diagnose(reply),
            402 => Of(FailureKind.AccountSuspended, $"{answered}: the account is not paid for."),
            404 => Of(FailureKind.Misconfigured, $"{answered}: there is nothing at this address."),
            405 => Of(FailureKind.Misconfigured, $"{answered}: the address does not accept this method."),
            407 => Of(FailureKind.Network, $"{answered}: a proxy on the way asks for a sign-in.") with
            {
                ResponsibleParty = ResponsibleParty.Developer,
                Action = RecoveryAction.FixConfiguration,
            },
            408 => Of(FailureKind.Timeout, $"{answered}: it gave up waiting for the request."),
            410 => Of(FailureKind.Misconfigured, $"{answered}: this address was given up for good."),
            429 => RateLimited(reply),
            451 => Of(FailureKind.AdminPolicy, $"{answered}: access is barred for legal reasons."),
            503 => Of(FailureKind.ProviderOutage, $"{answered}: the service is unavailable for the moment."),
            504 => Of(FailureKind.ProviderOutage, $"{answered}: the service behind it did not answer in time."),
            511 => Of(FailureKind.Network, $"{answered}: the network asks for a sign-in before it lets traffic through."),
            >= 500 => Of(FailureKind.ProviderOutage, $"{answered}: the service itself is failing."),
            400 or 406 or (>= 411 and <= 417) or 421 or 422 or 426 or 428 or 431 =>
                Of(FailureKind.Misconfigured, $"{answered}: it does not accept the request as it is set up."),
            >= 400 => Of(FailureKind.Unknown, $"{answered}, which no rule explains.", Confidence.Low),
            >= 300 => Redirected(reply, answered),
            _ => Of(FailureKind.InvalidResponse, $"{answered} where {reply.ExpectedStatus} was expected."),
        };
    }

    private static CheckFailure Redirected(HttpReply reply, string answered)
    {
        var target = reply.RedirectHost ?? "another address";
        return reply.Redirect switch
        {
            RedirectRefusal.SignIn => AuthenticationDiagnosis.SignInPage(reply, target),
            RedirectRefusal.Portal => Of(
                FailureKind.InvalidResponse,
                $"{answered} and sends on to sign in at {target} without encryption, as a network's sign-in page does. This says nothing about the connection.",
                Confidence.Low),
            RedirectRefusal.TooMany =>
                Of(FailureKind.Misconfigured, $"{answered} and sends on to {target}, more often than the settings allow."),
            RedirectRefusal.LeavesTls =>
                Of(FailureKind.Misconfigured, $"{answered} and sends on to {target} without encryption, which is not followed."),
            RedirectRefusal.LeavesOrigin => AuthenticationDiagnosis.SentElsewhere(reply, answered, target),
            RedirectRefusal.CarriesBody =>
                Of(FailureKind.Misconfigured, $"{answered} and wants the body sent to {target}, another site, which is not done."),
            RedirectRefusal.OtherScheme =>
                Of(FailureKind.Misconfigured, $"{answered} and sends on to an address that is neither http nor https."),
            _ => Of(FailureKind.Misconfigured, $"{answered} where {reply.ExpectedStatus} was expected."),
        };
    }

    private static CheckFailure RateLimited(HttpReply reply) =>
        Of(FailureKind.RateLimited, $"{reply.Host} asks for fewer requests. The connection itself works.", Confidence.High);

    private static CheckFailure Of(FailureKind kind, string message, Confidence confidence = Confidence.Medium) =>
        CheckFailure.Of(kind, message, confidence);
}
