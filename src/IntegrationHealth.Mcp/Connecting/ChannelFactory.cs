using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.Mcp.Stdio;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>Chooses the transport by the settings.</summary>
internal sealed class ChannelFactory(OutboundHttp outbound, StdioServers servers, TimeProvider time)
{
    public IMcpChannel Create(CheckContext context, McpSettings settings)
    {
        if (!string.IsNullOrEmpty(settings.Command))
            return new StdioChannel(servers, settings, context.Credential?.AccessToken);
        return new HttpChannel(outbound.For(context.Integration.Origin), context, settings, time);
    }
}
