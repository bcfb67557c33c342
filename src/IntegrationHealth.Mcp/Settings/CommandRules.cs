using IntegrationHealth.Catalog;

namespace IntegrationHealth.Mcp.Settings;

/// <summary>Who may start a program on the host's machine. Pure.</summary>
internal static class CommandRules
{
    /// <summary>Why this integration may not; null when it may, or does not want to.</summary>
    public static string? Refuse(Integration integration, McpSettings settings, McpOptions options) =>
        string.IsNullOrEmpty(settings.Command) || options.AllowRuntimeCommands
            || integration.Origin is IntegrationOrigin.Code or IntegrationOrigin.Configuration
            ? null
            : "settings.command is set, but only integrations fixed in the host's code or configuration may start a program; "
                + $"allowed is settings.endpoint. The host application can allow it with {nameof(McpOptions)}.{nameof(McpOptions.AllowRuntimeCommands)}.";
}
