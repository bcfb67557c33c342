using System.Globalization;
using System.Net;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>
/// Whether the host's token may go to a base address. Who registers an integration at run time could otherwise have the token of its owner
/// sent wherever they say. Pure.
/// </summary>
internal static class TokenDestination
{
    private const string Key = IntegrationHealthOptions.SectionName + ":Outbound:AllowedBaseAddresses";

    /// <summary>One message for each entry that is not an address.</summary>
    public static IEnumerable<string> Validate(OutboundOptions options)
    {
        for (var index = 0; index < options.AllowedBaseAddresses.Count; index++)
        {
            if (!TryParse(options.AllowedBaseAddresses[index], out _))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Key}:{index} is '{options.AllowedBaseAddresses[index]}'; allowed is an absolute http or https address such as https://graph.microsoft.us.");
            }
        }
    }

    /// <summary>Null when the token may go there: the host wrote the address itself, listed it, or allowed the network it names.</summary>
    public static CheckFailure? Refuse(string? baseAddress, IntegrationOrigin origin, OutboundOptions options)
    {
        if (string.IsNullOrEmpty(baseAddress) || origin is IntegrationOrigin.Code or IntegrationOrigin.Configuration
            || !TryParse(baseAddress, out var uri))
        {
            return null;
        }

        foreach (var entry in options.AllowedBaseAddresses)
        {
            if (TryParse(entry, out var allowed) && allowed.GetLeftPart(UriPartial.Authority) == uri.GetLeftPart(UriPartial.Authority))
                return null;
        }

        if (LiteralsOf(uri.DnsSafeHost).Any(address => AllowedNetworks.Contains(options, address)))
            return null;
        return CheckFailure.Of(
            FailureKind.Misconfigured,
            $"The access token is not sent to {uri.Authority}: this integration was registered at run time, and its base address is not allowed. "
                + $"Add {uri.GetLeftPart(UriPartial.Authority)} to {Key}, or remove the base address.",
            Confidence.High);
    }

    /// <summary>A name may lead elsewhere tomorrow: only an address is known to lie in a network, and <c>localhost</c>, which is this machine (RFC 6761, 6.3).</summary>
    private static IPAddress[] LiteralsOf(string host) => IPAddress.TryParse(host, out var address) ? [address]
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [];

    private static bool TryParse(string? text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;
}
