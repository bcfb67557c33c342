using IntegrationHealth.Catalog;

namespace IntegrationHealth.Reading;

/// <summary>The filters of a <see cref="HealthQuery"/>, all but the one on status.</summary>
internal static class HealthMatch
{
    public static bool Matches(StoredIntegration item, HealthQuery query)
    {
        var integration = item.Integration;
        return (query.OwnerId is null || integration.OwnerId == query.OwnerId)
            && (query.Providers.Count == 0 || query.Providers.Contains(integration.Provider))
            && (query.Tag is null || (query.Tag.Length == 0 ? integration.Tags.Count == 0 : integration.Tags.Contains(query.Tag)))
            && (query.FailureKind is null || item.Snapshot.Failure?.Kind == query.FailureKind)
            && (string.IsNullOrEmpty(query.Search)
                || NameOrder.Contains(integration.Id, query.Search) || NameOrder.Contains(integration.Name, query.Search));
    }
}
