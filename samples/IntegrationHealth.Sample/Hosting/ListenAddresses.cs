using System.Net;
using System.Net.Sockets;
using IntegrationHealth.Sample.Settings;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>Looks at the addresses to listen on before the server does, where the server's own answer would puzzle a person.</summary>
internal static class ListenAddresses
{
    private const string Allowed = "Allowed: addresses such as http://localhost:5080 or http://127.0.0.1:0, separated by semicolons; ports up to 65535.";

    public static void RequireUsableAddresses(this WebApplicationBuilder builder)
    {
        var addresses = builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) ?? "";
        foreach (var address in addresses.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var binding = Parse(address) ?? throw Refuse(address, "is no address");
            if (binding.Port > IPEndPoint.MaxPort)
                throw Refuse(address, "is not allowed");
            var isLocalhost = binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
            if (isLocalhost && binding.Port == 0)
                throw Refuse(address, "is not allowed: port 0 needs 127.0.0.1 in place of localhost");
            // Kestrel takes "localhost" even when another program holds the IPv4 half of the port, and then half of the callers reach that one.
            RequireFree(isLocalhost ? IPAddress.Loopback : IPAddress.TryParse(binding.Host, out var ip) ? ip : IPAddress.Any, binding.Port, address);
        }
    }

    /// <summary>The message for an address that the server could not take.</summary>
    public static string Describe(string? addresses, string problem) => $"urls: \"{addresses}\" {problem}. {Allowed}";

    private static BindingAddress? Parse(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static SettingsException Refuse(string address, string problem) => new([Describe(address, problem)]);

    /// <summary>The server is the last to start, after checks have begun: a port that is taken is better told before.</summary>
    private static void RequireFree(IPAddress ip, int port, string address)
    {
        using var listener = new TcpListener(ip, port);
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"Failed to bind to address {address}: {exception.Message}.", exception);
        }
    }
}
