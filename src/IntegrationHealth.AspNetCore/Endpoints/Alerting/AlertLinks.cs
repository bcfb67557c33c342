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
    public const string Parameter = "key";

    private const string Purpose = "IntegrationHealth.AlertLink.v1";

    public static readonly AlertLinks Acknowledge = new("acknowledge");
    public static readonly AlertLinks Resolve = new("resolve");

    public string Act => act;

    public string Sign(IDataProtectionProvider keys, string alertId, DateTimeOffset expiresAt) =>
        keys.CreateProtector(Purpose).ToTimeLimitedDataProtector().Protect($"{act}:{alertId}", expiresAt);

    public override bool Opens(HttpContext http)
    {
        var key = http.Request.Query[Parameter];
        if (key.Count != 1 || http.RequestServices.GetService<IDataProtectionProvider>() is not { } keys)
            return false;
        try
        {
            var signed = keys.CreateProtector(Purpose).ToTimeLimitedDataProtector().Unprotect(key[0]!, out var expiresAt);
            return string.Equals(signed, $"{act}:{http.GetRouteValue("id")}", StringComparison.Ordinal)
                && expiresAt > http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        }
        catch (CryptographicException)
        {
            return false; // Forged, of another host, or over.
        }
    }
}

/// <summary>Links of this host: signed with its Data Protection keys, under the address by which readers reach it.</summary>
internal sealed class HostAlertLinks(IDataProtectionProvider keys, string publicUrl, TimeProvider time) : IAlertLinks
{
    /// <summary>How long a notification can be answered from.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private readonly string _base = publicUrl.TrimEnd('/');

    public string? Acknowledge(Alert alert) => Link(AlertLinks.Acknowledge, alert);

    public string? Resolve(Alert alert) => Link(AlertLinks.Resolve, alert);

    private string Link(AlertLinks links, Alert alert) =>
        $"{_base}/api/integrations/alerts/{alert.Id}/{links.Act}?{AlertLinks.Parameter}={links.Sign(keys, alert.Id, time.GetUtcNow() + Life)}";
}
