using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Checks.Google;

/// <summary>Chooses the request that the granted scopes allow. Pure.</summary>
internal static class GoogleCalendarRequests
{
    private const string Api = "https://www.googleapis.com/calendar/v3/";

    /// <summary>
    /// The entry in the list of calendars names the account; the events of a calendar are there also for one that is shared without standing
    /// in the list, as with service accounts.
    /// </summary>
    public static VendorRequest Choose(GoogleCalendarSettings settings, IReadOnlyList<string> granted, DateTimeOffset now)
    {
        var id = Uri.EscapeDataString(settings.CalendarId ?? "primary");
        var mayList = GoogleScopes.MayHold(
            granted, "calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.app.created");
        var mayReadEvents = GoogleScopes.MayHold(
            granted, "calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly");
        if (mayReadEvents && (settings.CalendarId is not null || !mayList))
            return Request(settings, $"calendars/{id}/events?maxResults=1&fields=kind,summary,timeZone,accessRole");
        if (!mayList && GoogleScopes.MayHold(granted, "calendar.freebusy"))
            return FreeBusy(settings, now);
        return Request(settings, $"users/me/calendarList/{id}?fields=kind,id,summary,timeZone,accessRole");
    }

    private static VendorRequest FreeBusy(GoogleCalendarSettings settings, DateTimeOffset now)
    {
        var id = JsonEncodedText.Encode(settings.CalendarId ?? "primary");
        return Request(settings, "freeBusy") with
        {
            Method = HttpMethod.Post,
            JsonBody = $$"""{"timeMin":"{{Time(now)}}","timeMax":"{{Time(now.AddHours(1))}}","items":[{"id":"{{id}}"}]}""",
        };
    }

    private static VendorRequest Request(GoogleCalendarSettings settings, string path) =>
        new(Api + path) { BaseAddress = settings.BaseAddress, ExpectedProperty = "kind", HostIsFixed = true };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
