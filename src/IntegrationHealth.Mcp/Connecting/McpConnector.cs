using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>Connects, in whichever era the server lives.</summary>
internal static class McpConnector
{
    /// <summary>A connected client.</summary>
    /// <param name="channel">The way.</param>
    /// <param name="known">The version that was agreed on before, if any.</param>
    /// <param name="progress">Holds the time for everything.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public static async Task<McpClient> ConnectAsync(IMcpChannel channel, string? known, CheckProgress progress, CancellationToken cancellationToken)
    {
        var candidates = Eras.Candidates(known);
        for (var index = 0; ; index++)
        {
            try
            {
                return await channel.ConnectAsync(Options(candidates[index], progress.Budget), cancellationToken);
            }
            catch (Exception exception) when (index + 1 < candidates.Count && !cancellationToken.IsCancellationRequested
                && IsWorthAnother(channel, exception, isSearch: candidates[index] is null || candidates[index] == known))
            {
                // The next candidate may fit; the last one's failure is the one that counts.
            }
        }
    }

    /// <summary>
    /// The client's own search gives up on servers that answer unknown requests with an empty result or an unusual status. A fixed version
    /// goes on to the next only when the server named another one.
    /// </summary>
    private static bool IsWorthAnother(IMcpChannel channel, Exception exception, bool isSearch) => isSearch
        ? channel.MayBeOtherEra(exception)
        : exception is McpException and not McpProtocolException && channel.MayBeOtherEra(exception);

    private static McpClientOptions Options(string? version, TimeSpan budget) => new()
    {
        ClientInfo = new Implementation { Name = "IntegrationHealth", Version = "1.0" },
        ProtocolVersion = version,
        InitializationTimeout = budget + budget,
        // A third of the time, so that a silent legacy server still has the rest for its own handshake.
        DiscoverProbeTimeout = budget / 3,
    };
}
