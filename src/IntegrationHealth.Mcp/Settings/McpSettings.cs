using System.Text.Json;

namespace IntegrationHealth.Mcp;

/// <summary>
/// Which MCP server an <c>mcp</c> integration asks, and what is expected of it: either <see cref="Endpoint"/> or <see cref="Command"/>.
/// Not to be changed once the integration is registered.
/// </summary>
public sealed class McpSettings
{
    /// <summary>Address of a server over streamable HTTP: absolute http or https, without user name and password.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Replaces scheme, host and port of <see cref="Endpoint"/>, for proxies and tests. Off when null.</summary>
    public string? BaseAddress { get; set; }

    /// <summary>
    /// Headers to send to <see cref="Endpoint"/>, such as the key of a hosting provider, up to 32. An <c>Authorization</c> header gives way to
    /// the host's credential.
    /// </summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Program of a server that speaks over its standard input and output; started for a check and ended after it. Only integrations that the
    /// host's code or configuration fixes may start one, unless <see cref="McpOptions.AllowRuntimeCommands"/> says otherwise.
    /// </summary>
    public string? Command { get; set; }

    /// <summary>Arguments of <see cref="Command"/>, up to 64; no shell reads them.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>Absolute path in which <see cref="Command"/> runs. The host's own when null.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// Environment of <see cref="Command"/>, up to 64 variables, beside the harmless ones such as <c>PATH</c> and <c>HOME</c>. It sees nothing
    /// else of the host's environment.
    /// </summary>
    public IDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Environment variable in which <see cref="Command"/> gets the host's access token. It gets none when null.</summary>
    public string? TokenVariable { get; set; }

    /// <summary>
    /// The service behind the server, <c>gmail</c>, <c>google-calendar</c> or <c>slack</c>: its usual tools at Composio, Klavis and others are
    /// expected, shown as the service's capabilities, and one that only reads is called. Off when null.
    /// </summary>
    public string? Service { get; set; }

    /// <summary>Tools the host needs, up to 64; each is a capability. None when empty.</summary>
    public IList<string> RequiredTools { get; set; } = [];

    /// <summary>Tool to call in each check; the server must mark it as read-only. None, or the one of <see cref="Service"/>, when null.</summary>
    public string? ProbeTool { get; set; }

    /// <summary>Arguments of <see cref="ProbeTool"/>: a JSON object, or text that holds one. An empty object when null.</summary>
    public JsonElement? ProbeArguments { get; set; }

    /// <summary>True to call <see cref="ProbeTool"/> in each check although the server does not mark it as read-only. Default false.</summary>
    public bool ProbeMayWrite { get; set; }

    /// <summary>
    /// True to compare tools with those seen before: the required ones, or all when none are required. Default true.
    /// </summary>
    public bool DetectToolDrift { get; set; } = true;

    /// <summary>Hours for which a changed or removed tool is reported before it counts as the new normal, 1–8,760. Default 24.</summary>
    public int ToolDriftNoticeHours { get; set; } = 24;

    /// <summary>Longest answer to accept, 1,024 – 16,777,216 bytes. Default 4,194,304.</summary>
    public int MaxResponseBytes { get; set; } = 4_194_304;
}
