using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Google;

/// <summary>Asks Gmail for the profile of the mailbox, or for what else the granted scopes allow.</summary>
internal sealed class GmailChecker(VendorClient client) : IIntegrationChecker
{
    private const string Mailbox = "https://gmail.googleapis.com/gmail/v1/users/me/";
    private const string UserInfo = "https://openidconnect.googleapis.com/v1/userinfo";

    /// <inheritdoc />
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetSettings<GmailSettings>();
        var granted = context.Credential?.Scopes ?? [];
        var (url, expected) = Choose(granted);
        var request = new VendorRequest(url) { BaseAddress = settings.BaseAddress, ExpectedProperty = expected, HostIsFixed = true };
        var answer = await client.AskAsync(GoogleErrors.Gmail, request, context, cancellationToken);
        if (answer.Failed is { } failed && !(IsOutOfReach(granted) && failed.Failure!.Kind == FailureKind.InsufficientScope))
            return failed;

        var email = answer.Text("emailAddress") ?? answer.Text("email");
        var result = answer.Succeed("emailAddress", "messagesTotal", "historyId");
        if (email is not null)
            result = result with { Data = new Dictionary<string, string>(result.Data!) { ["emailAddress"] = email } };
        result = GoogleAccount.Compare(result, "Gmail", settings.AccountEmail, email);
        return GoogleScopes.Gmail.Review(result, ScopeTable.Known(context.Credential), settings.RequiredScopes);
    }

    private static (string Url, string Expected) Choose(IReadOnlyList<string> granted)
    {
        if (MayReadProfile(granted))
            return (Mailbox + "profile", "emailAddress");
        if (GoogleScopes.MayHold(granted, "gmail.labels"))
            return (Mailbox + "labels?fields=labels/id", "labels");
        return MayReadUserInfo(granted) ? (UserInfo, "sub") : (Mailbox + "profile", "emailAddress");
    }

    /// <summary>
    /// With <c>gmail.send</c> alone nothing can be read. That Google then answers <em>missing scope</em> instead of <em>unauthenticated</em>
    /// shows that the token is alive.
    /// </summary>
    private static bool IsOutOfReach(IReadOnlyList<string> granted) =>
        !MayReadProfile(granted) && GoogleScopes.MayHold(granted, "gmail.send", "gmail.insert") && !GoogleScopes.MayHold(granted, "gmail.labels")
        && !MayReadUserInfo(granted);

    private static bool MayReadProfile(IReadOnlyList<string> granted) => GoogleScopes.MayHold(
        granted, "https://mail.google.com/", "gmail.modify", "gmail.compose", "gmail.readonly", "gmail.metadata");

    private static bool MayReadUserInfo(IReadOnlyList<string> granted) =>
        GoogleScopes.MayHold(granted, "openid", "email", "profile", "userinfo.email", "userinfo.profile");
}
