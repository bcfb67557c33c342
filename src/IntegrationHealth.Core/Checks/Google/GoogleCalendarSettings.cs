namespace IntegrationHealth.Checks.Google;

/// <summary>What a <c>google-calendar</c> integration expects. Not to be changed once the integration is registered.</summary>
public sealed class GoogleCalendarSettings
{
    /// <summary>
    /// The account that was connected; another one behind the token is a finding. Compared only for the primary calendar, whose id is the
    /// address of the account. Not compared when null.
    /// </summary>
    public string? AccountEmail { get; set; }

    /// <summary>Id of the calendar that has to be there, up to 256 characters. The primary one when null.</summary>
    public string? CalendarId { get; set; }

    /// <summary>True when the host writes events: a calendar that can only be read then counts as Degraded. Default false.</summary>
    public bool RequireWrite { get; set; }

    /// <summary>
    /// Scopes the host needs, up to 64, whole or short (<c>calendar.events</c>); compared with those of the host's credential, where it knows
    /// them. Default none.
    /// </summary>
    public IList<string> RequiredScopes { get; set; } = [];

    /// <summary>Replaces <c>https://www.googleapis.com</c>, for proxies and tests. Off when null.</summary>
    public string? BaseAddress { get; set; }
}
