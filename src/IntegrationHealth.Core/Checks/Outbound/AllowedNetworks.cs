using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>Reads <see cref="OutboundOptions.AllowedNetworks"/>: CIDR ranges, or single addresses.</summary>
internal static class AllowedNetworks
{
    /// <summary>The configuration key, as messages name it.</summary>
    public const string Key = IntegrationHealthOptions.SectionName + ":Outbound:AllowedNetworks";

    /// <summary>One message for each entry that is not allowed; it names the key, the value and what is allowed.</summary>
    public static IEnumerable<string> Validate(OutboundOptions options)
    {
        for (var index = 0; index < options.AllowedNetworks.Count; index++)
        {
            var value = options.AllowedNetworks[index];
            if (!TryParse(value, out _))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Key}:{index} is '{value}'; allowed is a range such as 10.1.0.0/16 or fd12::/48, or one address such as 10.1.2.3.");
            }
        }
    }

    /// <summary>True when the host allowed <paramref name="address"/>, or the IPv4 address inside it.</summary>
    public static bool Contains(OutboundOptions options, IPAddress address)
    {
        var effective = BlockedNetworks.Unwrap(address);
        foreach (var entry in options.AllowedNetworks)
        {
            if (TryParse(entry, out var network) && (network.Contains(address) || network.Contains(effective)))
                return true;
        }

        return false;
    }

    private static bool TryParse(string? value, out IPNetwork network)
    {
        if (IPNetwork.TryParse(value, out network))
            return true;
        if (!IPAddress.TryParse(value, out var address))
            return false;

        network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }
}
