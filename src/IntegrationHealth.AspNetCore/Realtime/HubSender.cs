using IntegrationHealth.Endpoints;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Realtime;

/// <summary>Sends to each connection what waits for it, at the pace at which its client takes it.</summary>
internal sealed class HubSender(TimeProvider time, ILogger logger)
{
    /// <summary>Shortest time between two messages of changes to one connection.</summary>
    public static readonly TimeSpan MessageInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A client that has not taken a message for this long does not read: it is dropped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private IHubClients? _clients;

    /// <summary>How clients are reached; known once the hub's services are built.</summary>
    public IHubClients Clients { set => _clients = value; }

    /// <summary>Begins to send, when <paramref name="needed"/> says that nobody does.</summary>
    public void Start(HubSession session, bool needed)
    {
        if (needed)
            _ = Task.Run(() => PumpAsync(session));
    }

    private async Task PumpAsync(HubSession session)
    {
        try
        {
            while (session.Take() is { } batch)
            {
                if (session.EndsAt <= time.GetUtcNow())
                {
                    session.Abort();
                    return;
                }

                await SendAsync(session, batch).WaitAsync(Patience, time);
                await Task.Delay(MessageInterval, time);
            }
        }
        catch (TimeoutException)
        {
            EndpointLog.ClientTooSlow(logger, session.ConnectionId, Patience.TotalSeconds);
            session.Abort();
        }
        catch (Exception exception)
        {
            EndpointLog.SendFailed(logger, session.ConnectionId, exception);
            session.Abort();
        }
    }

    private async Task SendAsync(HubSession session, HubBatch batch)
    {
        var client = _clients!.Client(session.ConnectionId);
        if (batch.Removed.Length > 0)
            await client.SendAsync(ClientMethods.IntegrationRemoved, batch.Removed);
        if (batch.Health.Length > 0)
            await client.SendAsync(ClientMethods.HealthChanged, batch.Health);
        foreach (var alert in batch.Alerts)
            await client.SendAsync(ClientMethods.AlertChanged, alert);
        if (batch.Summary is { } summary)
            await client.SendAsync(ClientMethods.SummaryChanged, summary);
    }
}
