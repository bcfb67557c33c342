using System.Globalization;
using System.Security.Cryptography;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Guarding;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>
/// Links by which the reader of a notification acknowledges or resolves an alert without a sign-in. A key is good for one act on one alert, and
/// spent with it: an alert is acknowledged once, and over once.
/// </summary>
internal sealed class AlertLinks(string act) : SignedLink
{
    private const string Purpose = "IntegrationHealth.AlertLink.v1";

    /// <summary>How long a notification can be answered from.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public static readonly AlertLinks Acknowledge = new("acknowledge");
    public static readonly AlertLinks Resolve = new("resolve");

    public string Act => act;

    public string Sign(IDataProtectionProvider keys, string alertId, DateTimeOffset expiresAt) =>
        keys.CreateProtector(Purpose).Protect(string.Create(CultureInfo.InvariantCulture, $"{act}:{alertId}:{expiresAt.ToUnixTimeSeconds()}"));

    public override bool Opens(HttpContext http) => EndOf(http) > http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>True when the alert was taken on since the link was made, and let go again: what was told then has a link of its own.</summary>
    public bool IsSpent(HttpContext http, Alert alert) =>
        this == Acknowledge && alert.AcknowledgementEndedAt is { } ended && EndOf(http) is { } end && end - Life < ended;

    /// <summary>When the key that the request brings ends; null when it is not good for what it asks for.</summary>
    private DateTimeOffset? EndOf(HttpContext http)
    {
        var key = http.Request.Query[Parameter];
        if (key.Count != 1 || http.RequestServices.GetService<IDataProtectionProvider>() is not { } keys)
            return null;
        try
        {
            // The time is part of what is signed and judged by the host's clock; a time-limited protector would ask a clock of its own.
            return keys.CreateProtector(Purpose).Unprotect(key[0]!).Split(':') is [var signedAct, var signedId, var ends]
                && signedAct == act && string.Equals(signedId, http.GetRouteValue("id") as string, StringComparison.Ordinal)
                ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(ends, CultureInfo.InvariantCulture))
                : null;
        }
        catch (CryptographicException)
        {
            return null; // Forged, or of another host.
        }
    }
}

/// <summary>Links of this host: signed with its Data Protection keys, under the address by which readers reach it.</summary>
internal sealed class HostAlertLinks(IDataProtectionProvider keys, string publicUrl, TimeProvider time) : IAlertLinks
{
    private readonly string _base = publicUrl.TrimEnd('/');

    public string? Acknowledge(Alert alert) => Link(AlertLinks.Acknowledge, alert);

    public string? Resolve(Alert alert) => Link(AlertLinks.Resolve, alert);

    private string Link(AlertLinks links, Alert alert) =>
        $"{_base}/api/integrations/alerts/{alert.Id}/{links.Act}?{AlertLinks.Parameter}={links.Sign(keys, alert.Id, time.GetUtcNow() + AlertLinks.Life)}";
}
