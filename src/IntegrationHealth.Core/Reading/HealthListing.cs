using IntegrationHealth.Catalog;

namespace IntegrationHealth.Reading;

/// <summary>A page of integrations that are all in memory, as storage would answer it.</summary>
internal static class HealthListing
{
    /// <exception cref="ArgumentException">The position to go on from is none of this order.</exception>
    public static HealthPage PageOf(StoredIntegration[] integrations, HealthQuery query)
    {
        var matches = Array.FindAll(integrations, item => HealthMatch.Matches(item, query));
        var counts = default(StatusCounts);
        if (query.WithCounts)
        {
            foreach (var item in matches)
                counts.Add(item.Snapshot.Status);
        }

        if (query.Statuses.Count > 0)
            matches = Array.FindAll(matches, item => query.Statuses.Contains(item.Snapshot.Status));
        var order = new HealthOrder(query.Sort, query.Descending);
        var rest = query.After is null ? matches : Array.FindAll(matches, order.After(query.After));
        Array.Sort(rest, order);
        var items = rest.Length > query.Limit ? rest[..query.Limit] : rest;
        return new HealthPage(
            items, rest.Length > items.Length ? order.PositionOf(items[^1]) : null, query.WithCounts ? matches.Length : 0, counts.Summary);
    }
}
