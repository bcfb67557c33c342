using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Google;

/// <summary>Google's scopes in words: developers.google.com/workspace/gmail/api/auth/scopes and the same page of Calendar.</summary>
internal static class GoogleScopes
{
    private const string Prefix = "https://www.googleapis.com/auth/";
    private const string FullMail = "https://mail.google.com/";

    public static ScopeTable Gmail { get; } = new("Gmail", "https://developers.google.com/workspace/gmail/api/auth/scopes", Prefix,
    [
        new("gmail.readonly", "read", "reading mail", "gmail.modify", FullMail),
        new("gmail.metadata", "metadata", "seeing who wrote and when", "gmail.readonly", "gmail.modify", FullMail),
        new("gmail.send", "send", "sending mail", "gmail.compose", "gmail.modify", FullMail),
        new("gmail.compose", "drafts", "writing drafts", "gmail.modify", FullMail),
        new("gmail.modify", "change", "changing and labelling mail", FullMail),
        new("gmail.labels", "labels", "managing labels", "gmail.modify", FullMail),
        new("gmail.insert", "insert", "adding mail to the mailbox", "gmail.modify", FullMail),
        new(FullMail, "delete", "deleting mail for good"),
    ]);

    public static ScopeTable Calendar { get; } = new("Google Calendar", "https://developers.google.com/workspace/calendar/api/auth", Prefix,
    [
        new("calendar.events.readonly", "read", "reading events", "calendar.events", "calendar.readonly", "calendar"),
        new("calendar.events", "write", "changing events", "calendar"),
        new("calendar.freebusy", "free-busy", "seeing when people are free", "calendar.readonly", "calendar"),
        new("calendar.calendarlist.readonly", "list", "seeing the list of calendars", "calendar.calendarlist", "calendar.readonly", "calendar"),
        new("calendar.calendarlist", "list", "changing the list of calendars", "calendar"),
        new("calendar.readonly", "read", "reading calendars", "calendar"),
        new("calendar", "manage", "managing calendars"),
    ]);

    /// <summary>True when any of <paramref name="scopes"/> was granted, or when nothing is known of what was.</summary>
    public static bool MayHold(IReadOnlyList<string> granted, params ReadOnlySpan<string> scopes)
    {
        if (granted.Count == 0)
            return true;
        foreach (var scope in scopes)
        {
            if (granted.Contains(scope) || granted.Contains(Prefix + scope))
                return true;
        }

        return false;
    }
}
