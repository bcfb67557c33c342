using System.Net;
using System.Net.Sockets;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>Resolves a name: <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/>, or a test's own.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// Opens connections for addresses that users typed. It connects to the very address that it judged, so a name that resolves
/// differently a moment later changes nothing.
/// </summary>
internal sealed class OutboundGuard(ResolveHost resolve, Func<OutboundOptions> options)
{
    /// <summary>Fits <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="OutboundBlockedException">No address of the host may be reached.</exception>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, cancellationToken);

    /// <summary>Connects to the first permitted address that answers.</summary>
    /// <exception cref="OutboundBlockedException">No address of the host may be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (var address in await ResolveAsync(endPoint.Host, cancellationToken))
        {
            if (BlockedNetworks.ReasonFor(address) is { } reason && !AllowedNetworks.Contains(options(), address))
            {
                last ??= new OutboundBlockedException(endPoint.Host, address, reason);
                continue;
            }

            try
            {
                return await OpenAsync(address, endPoint.Port, cancellationToken);
            }
            catch (SocketException exception)
            {
                last = exception;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);

    private static async ValueTask<Stream> OpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
