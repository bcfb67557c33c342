using IntegrationHealth.Guarding;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.SignalR;

namespace IntegrationHealth.Realtime;

/// <summary>The hub: clients say what they want to hear of, under the same rules as the routes.</summary>
internal sealed class IntegrationHealthHub(
    HubSubscriptions subscriptions, HubBroadcaster broadcaster, HubAccess access, IIntegrationHealthService health) : Hub
{
    /// <summary>Most ids in one call, and most integrations that are compared after a reconnect.</summary>
    private const int MaxIds = 10_000;

    private const string SessionKey = "IntegrationHealth.Session";

    private HubSession Session => (HubSession)Context.Items[SessionKey]!;

    public override async Task OnConnectedAsync()
    {
        var http = Context.GetHttpContext() ?? throw new HubException("This transport is not supported.");
        var session = access.Open(http, Context);
        if (!subscriptions.TryConnect(session, CallLimiter.KeyOf(http)))
            throw new HubException("You have as many live connections as this host allows. Close one of them first.");
        Context.Items[SessionKey] = session;
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        subscriptions.Disconnect(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Hear of these integrations. All of them or, if one is not yours, none.</summary>
    public async Task Subscribe(string[] ids)
    {
        Check(ids);
        // Before anything is read for them.
        if (ids.Distinct(StringComparer.Ordinal).Skip(access.SubscriptionsPerConnection).Any())
            throw TooMany();
        var administrator = await access.IsAdministratorAsync(Session);
        var found = await FindAsync(ids, administrator);
        var missing = ids.Where(id => !found.ContainsKey(id)).Take(5).ToList();
        if (missing.Count > 0)
            throw new HubException($"There is no integration with this id: {string.Join(", ", missing)}.");
        if (!subscriptions.TrySubscribe(Context.ConnectionId, ids))
            throw TooMany();
    }

    /// <summary>Hear no longer of these integrations. What was subscribed as a whole stays.</summary>
    public void Unsubscribe(string[] ids)
    {
        Check(ids);
        subscriptions.Unsubscribe(Context.ConnectionId, ids);
    }

    /// <summary>Hear of everything that is yours, now and later.</summary>
    public void SubscribeMine()
    {
        if (Session.Scope.SeesEverything)
            subscriptions.SubscribeAll(Context.ConnectionId);
        else
            subscriptions.SubscribeOwner(Context.ConnectionId, OwnerId());
    }

    /// <summary>Hear of everything. For administrators.</summary>
    public async Task SubscribeAll()
    {
        if (!await access.IsAdministratorAsync(Session))
            throw new HubException("SubscribeAll() is for administrators. Use SubscribeMine().");
        subscriptions.SubscribeAll(Context.ConnectionId);
    }

    /// <summary>
    /// After a reconnect, once subscribed again: sends what is newer than the versions that the client holds, and what it does not hold of what it
    /// subscribed to as a whole. Answers the ids that are no more, or are hidden now.
    /// </summary>
    public async Task<string[]> Resume(Dictionary<string, long> versions)
    {
        if (versions is null || versions.Count > MaxIds)
            throw new HubException($"Resume takes an object of up to {MaxIds} ids with their versions.");
        var held = new Dictionary<string, long>(versions, StringComparer.Ordinal);
        var found = await FindAsync(held.Keys, await access.IsAdministratorAsync(Session));
        broadcaster.Send(Session, found.Values.Where(report => report.Snapshot.Version > held[report.Integration.Id]));
        await SendUnknownAsync(held);
        return [.. held.Keys.Where(id => !found.ContainsKey(id))];
    }

    private async Task SendUnknownAsync(Dictionary<string, long> held)
    {
        var (ownerId, all) = subscriptions.WholeOf(Context.ConnectionId);
        if (ownerId is null && !all)
            return;
        var query = new HealthQuery { OwnerId = all ? null : ownerId, Limit = 200 };
        for (var read = 0; read < MaxIds; read += query.Limit)
        {
            var page = await health.QueryAsync(query, Context.ConnectionAborted);
            broadcaster.Send(Session, page.Items.Where(report => !held.ContainsKey(report.Integration.Id)));
            if (page.Next is null)
                return;
            query = query with { After = page.Next };
        }
    }

    private async Task<Dictionary<string, IntegrationHealthReport>> FindAsync(IEnumerable<string> ids, bool administrator)
    {
        var found = new Dictionary<string, IntegrationHealthReport>(StringComparer.Ordinal);
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(200))
        {
            foreach (var report in await health.GetManyAsync(chunk, Context.ConnectionAborted))
            {
                if (administrator || Session.Sees(report.Integration))
                    found[report.Integration.Id] = report;
            }
        }

        return found;
    }

    private string OwnerId() => Session.OwnerId is { Length: > 0 } ownerId
        ? ownerId
        : throw new HubException("Your sign-in carries no owner id (claim 'sub' or the name identifier), so nothing is yours.");

    private HubException TooMany() => new(
        $"A connection may subscribe to {access.SubscriptionsPerConnection} ids. Use SubscribeMine() for all that is yours, or unsubscribe from some.");

    private static void Check(string[] ids)
    {
        if (ids is null || ids.Length is 0 or > MaxIds || ids.Any(string.IsNullOrEmpty))
            throw new HubException($"Give an array of 1 to {MaxIds} ids, none of them empty.");
    }
}
