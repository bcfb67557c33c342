using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Mcp.Connecting;
using IntegrationHealth.Mcp.ServerStatus;
using IntegrationHealth.Mcp.Settings;
using IntegrationHealth.Mcp.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Mcp;

/// <summary>The provider <c>mcp</c>.</summary>
internal static class McpProvider
{
    /// <summary>Name as integrations give it.</summary>
    public const string Name = "mcp";

    public static ProviderDefinition Define(McpOptions options) => new()
    {
        Name = Name,
        DisplayName = "MCP",
        SettingsType = McpSettingsJson.Default.McpSettings,
        CreateChecker = services => CreateChecker(services, options),
        Validate = static settings => McpSettingsValidator.Validate((McpSettings)settings),
        ValidateIntegration = (integration, settings) => CommandRules.Refuse(integration, (McpSettings)settings, options) is { } refusal
            ? [new IntegrationValidationError("settings.command", refusal)]
            : [],
        SharesOneVendor = false,
        UsesCredential = true,
    };

    private static McpChecker CreateChecker(IServiceProvider services, McpOptions options)
    {
        var time = services.GetRequiredService<TimeProvider>();
        return new McpChecker(
            new ChannelFactory(services.GetRequiredService<OutboundHttp>(), services.GetRequiredService<StdioServers>(), time),
            new ServerStatusReader(services.GetService<IMcpServerStatusSource>(), services.GetRequiredService<ILogger<ServerStatusReader>>()),
            options,
            services.GetRequiredService<IOptions<IntegrationHealthOptions>>().Value.Checks.Timeout,
            time);
    }
}
