using System.Globalization;
using System.Security.Cryptography;
using IntegrationHealth.Guarding;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Endpoints.Badges;

/// <summary>
/// Keys that show one integration's badge to everybody, for a README or a status page. Signed with the host's Data Protection keys: nothing is
/// stored, and who owns the integration later does not matter to a key that is out.
/// </summary>
internal sealed class BadgeLinks : SignedLink
{
    private const string Purpose = "IntegrationHealth.BadgeLink.v1";

    /// <summary>True when this host can sign.</summary>
    public static bool CanSign(HttpContext http) => http.RequestServices.GetService<IDataProtectionProvider>() is not null;

    public static string Sign(HttpContext http, string id, DateTimeOffset expiresAt) =>
        Protector(http)!.Protect($"{expiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture)} {id}");

    public override bool Opens(HttpContext http)
    {
        var key = http.Request.Query[Parameter];
        if (key.Count != 1 || Protector(http) is not { } protector)
            return false;
        try
        {
            // Not the time limit of Data Protection, which goes by the machine's clock instead of the host's.
            var signed = protector.Unprotect(key[0]!).Split(' ', 2);
            return signed[1] == http.GetRouteValue("id") as string
                && Cursor.Time(signed[0]) > http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        }
        catch (CryptographicException)
        {
            return false; // Forged, of another host, or over.
        }
    }

    private static IDataProtector? Protector(HttpContext http) => http.RequestServices.GetService<IDataProtectionProvider>()?.CreateProtector(Purpose);
}
