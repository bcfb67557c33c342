using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Evaluation;

/// <summary>What an alert speaks of: one integration, or a whole provider.</summary>
internal sealed record AlertSubject(string Key, string? IntegrationId, string Name, string Provider, string OwnerId, IReadOnlyList<string> Tags)
{
    private const string ProviderPrefix = "provider:";

    public static AlertSubject Of(Integration integration) =>
        new(integration.Id, integration.Id, integration.Name, integration.Provider, integration.OwnerId, integration.Tags);

    public static AlertSubject OfProvider(string provider, string displayName) => new(ProviderPrefix + provider, null, displayName, provider, "", []);

    public static string KeyOf(Alert alert) => alert.IntegrationId ?? ProviderPrefix + alert.Provider;
}
