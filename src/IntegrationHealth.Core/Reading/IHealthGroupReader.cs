namespace IntegrationHealth.Reading;

/// <summary>Counts integrations in groups, for lists that are opened a group at a time. Part of what a storage package provides.</summary>
public interface IHealthGroupReader
{
    /// <summary>
    /// Counts by status in each group, in any order, over the filters of <paramref name="query"/> without the one on status. Order, limit and position
    /// of the query mean nothing here. By tag an integration counts once in the group of each of its tags; those without an owner or without tags
    /// are the group with the empty key.
    /// </summary>
    Task<IReadOnlyList<HealthGroup>> GroupAsync(HealthQuery query, HealthGrouping by, CancellationToken cancellationToken);
}

/// <summary>What integrations are grouped by.</summary>
public enum HealthGrouping
{
    /// <summary>Their provider.</summary>
    Provider,

    /// <summary>Their owner.</summary>
    OwnerId,

    /// <summary>Each of their tags.</summary>
    Tag,
}

/// <summary>One group of integrations.</summary>
/// <param name="Key">What its integrations have in common; empty for those that have none.</param>
/// <param name="Summary">How many of them have each status.</param>
public sealed record HealthGroup(string Key, HealthSummary Summary);
