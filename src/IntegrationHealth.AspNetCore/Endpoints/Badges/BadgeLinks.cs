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
    public const string Parameter = "key";

    private const string Purpose = "IntegrationHealth.BadgeLink.v1";

    /// <summary>True when this host can sign.</summary>
    public static bool CanSign(HttpContext http) => http.RequestServices.GetService<IDataProtectionProvider>() is not null;

    public static string Sign(HttpContext http, string id, DateTimeOffset expiresAt) => Protector(http)!.Protect(id, expiresAt);

    public override bool Opens(HttpContext http)
    {
        var key = http.Request.Query[Parameter];
        if (key.Count != 1 || Protector(http) is not { } protector)
            return false;
        try
        {
            return string.Equals(protector.Unprotect(key[0]!, out var expiresAt), http.GetRouteValue("id") as string, StringComparison.Ordinal)
                && expiresAt > http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        }
        catch (CryptographicException)
        {
            return false; // Forged, of another host, or over.
        }
    }

    private static ITimeLimitedDataProtector? Protector(HttpContext http) =>
        http.RequestServices.GetService<IDataProtectionProvider>()?.CreateProtector(Purpose).ToTimeLimitedDataProtector();
}
