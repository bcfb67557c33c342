using System.Security.Claims;
using IntegrationHealth.Authorization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Endpoints.Health;

namespace IntegrationHealth.Realtime;

/// <summary>
/// One connection: who it is, and what waits to be sent to it. What waits is the newest state of each integration, not every change, so a slow
/// client costs no more memory than what it subscribed to.
/// </summary>
internal sealed class HubSession(string connectionId, ClaimsPrincipal user, EndpointScope scope, DateTimeOffset? endsAt, Action abort)
{
    /// <summary>Most integrations in one message.</summary>
    private const int MaxBatch = 500;

    /// <summary>Most alerts that wait; beyond it the oldest are dropped, and the client reads them when it asks for the list.</summary>
    private const int MaxAlerts = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Endpoints.Health.IntegrationHealth> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IntegrationRemoved> _removed = new(StringComparer.Ordinal);
    private readonly Queue<object> _alerts = new();
    private HealthTally? _summary;
    private bool _pumping;

    public string ConnectionId => connectionId;

    public ClaimsPrincipal User => user;

    public EndpointScope Scope => scope;

    /// <summary>When its sign-in ends; null when that is not known.</summary>
    public DateTimeOffset? EndsAt => endsAt;

    /// <summary>Whom its person acts for now; null for nobody.</summary>
    public string? OwnerId => scope.Access?.OwnerIdOf(user);

    /// <summary>True once the administrators' policy has let it in; asked again while it lasts.</summary>
    public bool SeesAsAdministrator { get; set; }

    public void Abort() => abort();

    /// <summary>Puts a state in line. True when the caller has to start sending.</summary>
    public bool Offer(Endpoints.Health.IntegrationHealth health)
    {
        lock (_gate)
        {
            // A read that overtook another must not put the clock back.
            if (!_waiting.TryGetValue(health.Id, out var waiting) || waiting.Version <= health.Version)
                _waiting[health.Id] = health;
            return BeginPumping();
        }
    }

    /// <summary>Puts a removal in line, and takes out what waited of it. What is offered later under its id is sent after it.</summary>
    public bool OfferRemoval(IntegrationRemoved removed)
    {
        lock (_gate)
        {
            _waiting.Remove(removed.Id);
            _removed[removed.Id] = removed;
            return BeginPumping();
        }
    }

    public bool OfferAlert(object alert)
    {
        lock (_gate)
        {
            if (_alerts.Count == MaxAlerts)
                _alerts.Dequeue();
            _alerts.Enqueue(alert);
            return BeginPumping();
        }
    }

    public bool OfferSummary(HealthTally summary)
    {
        lock (_gate)
        {
            _summary = summary;
            return BeginPumping();
        }
    }

    /// <summary>What to send next; null when nothing waits, and then somebody has to start anew.</summary>
    public HubBatch? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && _removed.Count == 0 && _alerts.Count == 0 && _summary is null)
            {
                _pumping = false;
                return null;
            }

            IntegrationRemoved[] removed = [.. _removed.Values];
            _removed.Clear();
            Endpoints.Health.IntegrationHealth[] health = [.. _waiting.Values.Take(MaxBatch)];
            foreach (var item in health)
                _waiting.Remove(item.Id);
            object[] alerts = [.. _alerts];
            _alerts.Clear();
            var batch = new HubBatch(removed, health, alerts, _summary);
            _summary = null;
            return batch;
        }
    }

    /// <summary>True when <paramref name="integration"/> may be shown to this connection as one of its own.</summary>
    public bool Sees(Integration integration) => scope.Sees(user, integration);

    private bool BeginPumping() => !_pumping && (_pumping = true);
}

/// <summary>What goes out at once.</summary>
internal sealed record HubBatch(
    IntegrationRemoved[] Removed, Endpoints.Health.IntegrationHealth[] Health, IReadOnlyList<object> Alerts, HealthTally? Summary);
