namespace IntegrationHealth.Checks.Http;

/// <summary>
/// Tells an ended token from a revoked one, and both from a firewall. Pure. When in doubt nobody is asked to reconnect for certain.
/// </summary>
internal static class AuthenticationDiagnosis
{
    /// <summary>Clocks of two machines may differ by this much.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>What the host knows about the credential it handed out.</summary>
    public static CredentialState StateOf(Catalog.Credential? credential, bool hasOwnCredential, DateTimeOffset now)
    {
        if (credential is null)
            return hasOwnCredential ? CredentialState.Fixed : CredentialState.None;
        if (credential.ExpiresAt is not { } end)
            return CredentialState.EndUnknown;
        return end <= now + ClockSkew ? CredentialState.Ended : CredentialState.Current;
    }

    /// <summary>Diagnoses a 401 or 403 without a telling code in the body.</summary>
    public static CheckFailure Diagnose(HttpReply reply)
    {
        if (Is(reply.Challenge.Error, "insufficient_scope"))
            return FromCode(FailureKind.InsufficientScope, reply);
        if (reply.Status == 403)
            return Forbidden(reply);

        return reply.Credential switch
        {
            CredentialState.None => CheckFailure.Of(
                FailureKind.Misconfigured, $"{reply.Host} needs a credential (401), and none is set up for this integration."),
            CredentialState.Fixed => CheckFailure.Of(
                FailureKind.Misconfigured, $"{reply.Host} does not accept the key in the integration's headers (401)."),
            _ => Unauthorized(reply),
        };
    }

    /// <summary>Diagnoses a code that speaks of the credential.</summary>
    public static CheckFailure FromCode(FailureKind kind, HttpReply reply)
    {
        var code = reply.VendorCode ?? reply.Challenge.Error;
        if (kind == FailureKind.InsufficientScope)
        {
            var scopes = string.IsNullOrEmpty(reply.Challenge.Scope) ? "" : $" It asks for: {Shown(reply.Challenge.Scope)}.";
            return CheckFailure.Of(kind, $"{reply.Host} says that a permission is missing.{scopes}", Confidence.High);
        }

        if (reply.Credential is CredentialState.None or CredentialState.Fixed)
            return CheckFailure.Of(FailureKind.Misconfigured, $"{reply.Host} does not accept the credential in the settings ({code}).");
        if (kind == FailureKind.AuthenticationExpired)
            return CheckFailure.Of(kind, $"{reply.Host} says that the access token has ended ({code}).", Confidence.High);

        var needsPerson = Is(code, "interaction_required") || Is(code, "consent_required") || Is(code, "login_required");
        return CheckFailure.Of(
            kind,
            $"{reply.Host} no longer accepts this connection ({code}). It has to be connected again.",
            needsPerson ? Confidence.Medium : Confidence.High);
    }

    /// <summary>Diagnoses a signed request that was sent on to a sign-in page.</summary>
    public static CheckFailure SignInPage(HttpReply reply, string target) =>
        reply.Credential is CredentialState.None or CredentialState.Fixed
            ? CheckFailure.Of(FailureKind.Misconfigured, $"{reply.Host} does not accept the key in the settings: it sends on to sign in at {target}.")
            : CheckFailure.Of(
                FailureKind.AuthenticationExpired,
                $"{reply.Host} did not accept the access token: it sends on to sign in at {target}.",
                reply.Credential == CredentialState.Ended ? Confidence.Medium : Confidence.Low);

    /// <summary>Diagnoses a signed request that was sent on to another origin, where the credential is not taken.</summary>
    public static CheckFailure SentElsewhere(HttpReply reply, string answered, string target) => reply.Credential == CredentialState.Ended
        ? CheckFailure.Of(
            FailureKind.AuthenticationExpired,
            $"{answered} and sends on to {target}, where no credential is taken. The access token has ended, which may be why.",
            Confidence.Low)
        : CheckFailure.Of(
            FailureKind.Misconfigured,
            $"{answered} and sends on to {target}, another site, where no credential is taken, so that nothing it says would show that the "
                + "credential works. Where it is the same service, put its final address into settings.url; where it is a page for people, "
                + "the credential was not accepted.");

    private static CheckFailure Unauthorized(HttpReply reply)
    {
        var refused = Is(reply.Challenge.Error, "invalid_token") || (!reply.IsHtml && VendorCodes.RefusesToken(reply.VendorCode));
        if (reply.IsHtml && !refused)
        {
            return CheckFailure.Of(
                FailureKind.InvalidResponse,
                $"{reply.Host} answered 401 with a web page, as a firewall or sign-in page does. This says nothing about the connection.",
                Confidence.Low);
        }

        return reply.Credential switch
        {
            CredentialState.Ended => CheckFailure.Of(
                FailureKind.AuthenticationExpired,
                $"The access token for {reply.Host} has ended (401).",
                refused ? Confidence.High : Confidence.Medium),
            CredentialState.Current when !reply.IsHtml => CheckFailure.Of(
                FailureKind.AuthenticationRevoked,
                // invalid_token may mean ended, revoked or malformed (RFC 6750 §3.1), and a server that lost its keys says it to everybody.
                $"{reply.Host} no longer accepts this connection (401), although its token has not ended. It has to be connected again."),
            _ => CheckFailure.Of(
                FailureKind.AuthenticationExpired, $"{reply.Host} did not accept the access token (401).", Confidence.Low),
        };
    }

    private static CheckFailure Forbidden(HttpReply reply)
    {
        if (reply.QuotaIsUsedUp)
        {
            return CheckFailure.Of(
                FailureKind.RateLimited, $"{reply.Host} asks for fewer requests (403). The connection itself works.");
        }

        if (reply.IsHtml)
        {
            return CheckFailure.Of(
                FailureKind.AdminPolicy,
                $"{reply.Host} answered 403 with a web page, as a firewall does. Ask an administrator whether checks are let through.",
                Confidence.Low);
        }

        return CheckFailure.Of(
            FailureKind.AdminPolicy,
            $"{reply.Host} does not allow this (403). An administrator's policy or a missing permission may be the cause.",
            reply.Credential == CredentialState.None ? Confidence.Low : Confidence.Medium);
    }

    private static string Shown(string scopes) => scopes.Length <= 200 ? scopes : scopes[..200] + "…";

    private static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.OrdinalIgnoreCase);
}
