using System.Globalization;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Reading;

/// <summary>The order of a list, and the places in it.</summary>
internal sealed class HealthOrder(HealthSort sort, bool descending) : IComparer<StoredIntegration>
{
    public int Compare(StoredIntegration? x, StoredIntegration? y) => Compare(KeyOf(x!), KeyOf(y!));

    /// <summary>True when an item comes after a position.</summary>
    public Predicate<StoredIntegration> After(HealthPosition position)
    {
        var key = Parse(position);
        return item => Compare(KeyOf(item), key) > 0;
    }

    public HealthPosition PositionOf(StoredIntegration item)
    {
        var key = KeyOf(item);
        return new HealthPosition(key.Text ?? key.Number?.ToString(CultureInfo.InvariantCulture) ?? "", key.Id);
    }

    private int Compare(in Key left, in Key right)
    {
        var order = left.Text is null ? Nullable.Compare(left.Number, right.Number) : NameOrder.Compare(left.Text, right.Text!);
        if (order == 0)
            order = string.CompareOrdinal(left.Id, right.Id);
        return descending ? -order : order;
    }

    private Key KeyOf(StoredIntegration item)
    {
        var snapshot = item.Snapshot;
        return new Key(
            sort == HealthSort.Name ? item.Integration.Name : null,
            sort switch
            {
                HealthSort.Status => (long)snapshot.Status,
                HealthSort.StatusSince => snapshot.StatusSince.ToUnixTimeMilliseconds(),
                HealthSort.LastCheckedAt => snapshot.LastCheckedAt?.ToUnixTimeMilliseconds(),
                HealthSort.Latency => snapshot.LatencyMs,
                _ => null,
            },
            item.Integration.Id);
    }

    private Key Parse(HealthPosition position)
    {
        if (sort == HealthSort.Name)
            return new Key(position.Value, null, position.Id);
        if (position.Value.Length == 0)
            return new Key(null, null, position.Id);
        if (long.TryParse(position.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return new Key(null, number, position.Id);

        throw new ArgumentException($"'{position.Value}' is no place in a list ordered by {sort}.", nameof(position));
    }

    private readonly record struct Key(string? Text, long? Number, string Id);
}
