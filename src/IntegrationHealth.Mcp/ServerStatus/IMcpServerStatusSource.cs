using IntegrationHealth.Catalog;

namespace IntegrationHealth.Mcp;

/// <summary>What the provider that hosts MCP servers says of one of them: the host's own <c>getServerStatus</c>.</summary>
public interface IMcpServerStatusSource
{
    /// <summary>
    /// Asked when a check failed, within the rest of its time limit; null when nothing is known. It may throw: that is logged, and says
    /// nothing about the server.
    /// </summary>
    ValueTask<McpServerStatus?> GetServerStatusAsync(Integration integration, CancellationToken cancellationToken);
}

/// <summary>What a hosting provider says of a server.</summary>
/// <param name="State">Its state.</param>
/// <param name="Message">A sentence for a person, up to 300 characters; never a secret.</param>
public sealed record McpServerStatus(McpServerState State, string? Message = null);

/// <summary>States of a hosted server.</summary>
public enum McpServerState
{
    /// <summary>The provider does not know either.</summary>
    Unknown = 0,

    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>It is being started; it answers in a moment.</summary>
    Starting = 2,

    /// <summary>It was stopped or deleted.</summary>
    Stopped = 3,

    /// <summary>It crashed, or cannot be started.</summary>
    Failed = 4,

    /// <summary>It runs, but its account has to be connected.</summary>
    NeedsAuthorization = 5,
}
