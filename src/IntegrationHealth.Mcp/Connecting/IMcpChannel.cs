using IntegrationHealth.Checks;
using ModelContextProtocol.Client;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>One check's way to a server. It knows what went over the wire, and so why a client's call failed.</summary>
internal interface IMcpChannel : IAsyncDisposable
{
    /// <summary>The far end, as <see cref="CheckResult.Target"/>.</summary>
    string? Target { get; }

    /// <summary>Connects anew; what was connected before is ended.</summary>
    /// <param name="options">Which protocol version, and for how long it is looked for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<McpClient> ConnectAsync(McpClientOptions options, CancellationToken cancellationToken);

    /// <summary>True when the server may have refused the protocol's era rather than the request.</summary>
    bool MayBeOtherEra(Exception exception);

    /// <summary>True when the last call failed because the server has ended the session: the client has to begin another.</summary>
    bool HasLostSession { get; }

    /// <summary>What the failed call means.</summary>
    /// <param name="exception">What the client threw.</param>
    /// <param name="progress">How far the check had come.</param>
    ValueTask<CheckResult> ExplainAsync(Exception exception, CheckProgress progress);

    /// <summary>What is wrong with a server that answered all the same; null when nothing is.</summary>
    CheckFailure? Blemish { get; }
}
