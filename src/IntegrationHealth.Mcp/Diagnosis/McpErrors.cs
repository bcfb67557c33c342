using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Vendors;

namespace IntegrationHealth.Mcp.Diagnosis;

/// <summary>
/// JSON-RPC error codes (modelcontextprotocol.io/specification, basic). From -32000 to -32019 each server means what it likes: no line stands
/// for them, and the HTTP status or <see cref="FailureKind.Unknown"/> counts.
/// </summary>
internal static class McpErrors
{
    private const string Ours = "The MCP server does not understand how this application asks. Its developers have to correct it.";
    private const string Version = "The MCP server and this application have no protocol version in common. One of them has to be updated.";
    private const string NotOffered = "The MCP server is alive, but does not offer what was asked for.";

    /// <summary>The protocol's errors.</summary>
    public static VendorApi Api { get; } = new()
    {
        Name = "The MCP server",
        DocsUrl = "https://modelcontextprotocol.io/specification/2026-07-28/basic",
        Errors =
        [
            new(null, "-32700", FailureKind.Misconfigured, Ours) { Confidence = Confidence.Medium },
            new(null, "-32600", FailureKind.Misconfigured, Ours) { Confidence = Confidence.Medium },
            new(null, "-32601", FailureKind.Misconfigured, NotOffered) { Confidence = Confidence.Medium },
            new(null, "-32602", FailureKind.Misconfigured, Ours) { Confidence = Confidence.Medium },
            new(null, "-32603", FailureKind.ProviderOutage, "The MCP server reports a fault of its own. There is nothing for you to do."),
            new(null, "-32020", FailureKind.Misconfigured, Ours),
            new(null, "-32021", FailureKind.Misconfigured, Ours),
            new(null, "-32022", FailureKind.Misconfigured, Version)
            {
                DocsUrl = "https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning",
            },
        ],
    };
}
