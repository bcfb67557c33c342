using System.Globalization;
using System.Linq.Expressions;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.Reading;

/// <summary>Order and place of a list. Ties are broken by id; the opposite order is opposite in both; null is the smallest value.</summary>
internal static class HealthKeyset
{
    public static IQueryable<HealthRow> Order(IQueryable<HealthRow> rows, HealthSort sort, bool descending)
    {
        var ordered = sort switch
        {
            HealthSort.Name => By(rows, row => row.NameKey, descending),
            HealthSort.Status => By(rows, row => row.Status, descending),
            HealthSort.StatusSince => By(rows, row => row.StatusSince, descending),
            HealthSort.LastCheckedAt => Then(By(rows, row => row.LastCheckedAt != null, descending), row => row.LastCheckedAt, descending),
            HealthSort.Latency => Then(By(rows, row => row.LatencyMs != null, descending), row => row.LatencyMs, descending),
            _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
        };
        return Then(ordered, row => row.Id, descending);
    }

    /// <summary>Only what comes after a position.</summary>
    public static IQueryable<HealthRow> After(IQueryable<HealthRow> rows, HealthPosition position, HealthSort sort, bool descending)
    {
        var id = position.Id;
        return sort switch
        {
            HealthSort.Name => AfterName(rows, NameOrder.Fold(position.Value), id, descending),
            HealthSort.Status => AfterStatus(rows, (IntegrationStatus)Number(position, sort), id, descending),
            HealthSort.StatusSince => AfterSince(rows, Time(position, sort), id, descending),
            _ when position.Value.Length == 0 => AfterNull(rows, sort, id, descending),
            HealthSort.LastCheckedAt => AfterChecked(rows, Time(position, sort), id, descending),
            _ => AfterLatency(rows, Number(position, sort), id, descending),
        };
    }

    public static HealthPosition PositionOf(HealthRow row, HealthSort sort)
    {
        long? number = sort switch
        {
            HealthSort.Status => (long)row.Status,
            HealthSort.StatusSince => row.StatusSince.ToUnixTimeMilliseconds(),
            HealthSort.LastCheckedAt => row.LastCheckedAt?.ToUnixTimeMilliseconds(),
            _ => row.LatencyMs,
        };
        return new HealthPosition(sort == HealthSort.Name ? row.NameKey : number?.ToString(CultureInfo.InvariantCulture) ?? "", row.Id);
    }

    private static IOrderedQueryable<HealthRow> By<TKey>(IQueryable<HealthRow> rows, Expression<Func<HealthRow, TKey>> key, bool descending) =>
        descending ? rows.OrderByDescending(key) : rows.OrderBy(key);

    private static IOrderedQueryable<HealthRow> Then<TKey>(
        IOrderedQueryable<HealthRow> rows, Expression<Func<HealthRow, TKey>> key, bool descending) =>
        descending ? rows.ThenByDescending(key) : rows.ThenBy(key);

    // The bound on the first key stands apart, though the rest implies it: databases find their place in an index by it, and would read all that comes before otherwise.
    private static IQueryable<HealthRow> AfterName(IQueryable<HealthRow> rows, string value, string id, bool descending) => descending
        ? rows.Where(row => string.Compare(row.NameKey, value) <= 0 && (string.Compare(row.NameKey, value) < 0 || string.Compare(row.Id, id) < 0))
        : rows.Where(row => string.Compare(row.NameKey, value) >= 0 && (string.Compare(row.NameKey, value) > 0 || string.Compare(row.Id, id) > 0));

    private static IQueryable<HealthRow> AfterStatus(IQueryable<HealthRow> rows, IntegrationStatus value, string id, bool descending) =>
        descending
            ? rows.Where(row => row.Status <= value && (row.Status < value || string.Compare(row.Id, id) < 0))
            : rows.Where(row => row.Status >= value && (row.Status > value || string.Compare(row.Id, id) > 0));

    private static IQueryable<HealthRow> AfterSince(IQueryable<HealthRow> rows, DateTimeOffset value, string id, bool descending) =>
        descending
            ? rows.Where(row => row.StatusSince <= value && (row.StatusSince < value || string.Compare(row.Id, id) < 0))
            : rows.Where(row => row.StatusSince >= value && (row.StatusSince > value || string.Compare(row.Id, id) > 0));

    private static IQueryable<HealthRow> AfterChecked(IQueryable<HealthRow> rows, DateTimeOffset value, string id, bool descending) =>
        descending
            ? rows.Where(row => row.LastCheckedAt == null || row.LastCheckedAt < value
                || (row.LastCheckedAt == value && string.Compare(row.Id, id) < 0))
            : rows.Where(row => row.LastCheckedAt >= value && (row.LastCheckedAt > value || string.Compare(row.Id, id) > 0));

    private static IQueryable<HealthRow> AfterLatency(IQueryable<HealthRow> rows, long value, string id, bool descending) =>
        descending
            ? rows.Where(row => row.LatencyMs == null || row.LatencyMs < value
                || (row.LatencyMs == value && string.Compare(row.Id, id) < 0))
            : rows.Where(row => row.LatencyMs >= value && (row.LatencyMs > value || string.Compare(row.Id, id) > 0));

    private static IQueryable<HealthRow> AfterNull(IQueryable<HealthRow> rows, HealthSort sort, string id, bool descending) =>
        (sort, descending) switch
        {
            (HealthSort.LastCheckedAt, false) => rows.Where(row => row.LastCheckedAt != null || string.Compare(row.Id, id) > 0),
            (HealthSort.LastCheckedAt, true) => rows.Where(row => row.LastCheckedAt == null && string.Compare(row.Id, id) < 0),
            (_, false) => rows.Where(row => row.LatencyMs != null || string.Compare(row.Id, id) > 0),
            (_, true) => rows.Where(row => row.LatencyMs == null && string.Compare(row.Id, id) < 0),
        };

    private static DateTimeOffset Time(HealthPosition position, HealthSort sort)
    {
        var ms = Number(position, sort);
        return ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : throw Malformed(position, sort);
    }

    private static long Number(HealthPosition position, HealthSort sort) =>
        long.TryParse(position.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Malformed(position, sort);

    private static ArgumentException Malformed(HealthPosition position, HealthSort sort) =>
        new($"'{position.Value}' is no place in a list ordered by {sort}.", nameof(position));
}
