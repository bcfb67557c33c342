using IntegrationHealth.Status;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Catalog;

/// <summary>The write by which a person's switch becomes a status.</summary>
internal static class PauseChange
{
    public static PendingWrite For(Integration integration) =>
        new(integration.Id) { Change = integration.Enabled ? StatusEvaluator.Resume : StatusEvaluator.Pause };
}
