namespace IntegrationHealth.Mcp.Connecting;

/// <summary>What must never be shown, wherever a server echoes it.</summary>
internal static class Secrets
{
    /// <summary>The token, and the values of the settings that were given in confidence.</summary>
    public static string[] Of(McpSettings settings, string? token) =>
    [
        .. token is null ? Array.Empty<string>() : [token],
        .. settings.Headers.Values,
        .. settings.Environment.Values,
    ];
}
