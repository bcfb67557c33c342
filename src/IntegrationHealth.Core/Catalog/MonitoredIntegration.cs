using IntegrationHealth.Checks;
using IntegrationHealth.Status;

namespace IntegrationHealth.Catalog;

/// <summary>An integration as this host works with it: definition, parsed settings, checker and last committed state.</summary>
internal sealed class MonitoredIntegration(Integration integration, Provider provider, object settings, StatusPolicy policy, HealthSnapshot snapshot)
{
    private volatile HealthSnapshot _snapshot = snapshot;
    private volatile bool _checking;

    public Integration Integration => integration;

    public Provider Provider => provider;

    public object Settings => settings;

    public StatusPolicy Policy => policy;

    /// <summary>The last committed state; replaced by the result writer alone.</summary>
    public HealthSnapshot Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    /// <summary>A check that did not end with its time limit; no other begins before it does.</summary>
    public Task? Orphan { get; set; }

    /// <summary>True while this host runs its check or commits the result.</summary>
    public bool Checking
    {
        get => _checking;
        set => _checking = value;
    }
}
