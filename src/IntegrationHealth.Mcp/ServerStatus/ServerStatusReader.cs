using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Mcp.ServerStatus;

/// <summary>Asks the host's status source about a server whose check failed. A source that fails changes nothing.</summary>
internal sealed class ServerStatusReader(IMcpServerStatusSource? source, ILogger<ServerStatusReader> logger)
{
    public async ValueTask<CheckResult> ExplainAsync(CheckResult result, Integration integration, CancellationToken cancellationToken)
    {
        if (source is null || result.Outcome != CheckOutcome.Failed)
            return result;
        try
        {
            return await source.GetServerStatusAsync(integration, cancellationToken).AsTask().WaitAsync(cancellationToken) is { } status
                ? ServerStatusRules.Merge(result, status)
                : result;
        }
        catch (Exception exception)
        {
            Log.ServerStatusFailed(logger, integration.Id, exception);
            return result;
        }
    }
}
