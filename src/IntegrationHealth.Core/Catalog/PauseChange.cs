using IntegrationHealth.Status;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Catalog;

/// <summary>The write by which a person's switch becomes a status.</summary>
internal static class PauseChange
{
    public static PendingWrite For(MonitoredIntegration monitored) =>
        new(monitored) { Change = monitored.Integration.Enabled ? StatusEvaluator.Resume : StatusEvaluator.Pause };
}
