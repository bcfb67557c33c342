using System.Globalization;
using IntegrationHealth.Storage.Model;

namespace IntegrationHealth.Storage.Sqlite.History;

/// <summary>
/// How to find the rows of an integration in tables that are ordered by time first: checks by their ten minutes, <c>slot</c>, and rollups by their hour.
/// Results come in the order of time, so a batch changes a few neighbouring pages, however much history there is; ordered by integration, each of
/// its results would change a page of its own. Reading goes from slot to slot by the key, and takes from each what is the integration's.
/// </summary>
internal sealed class TimeFirstSql(TableNames tables)
{
    /// <summary>Milliseconds of a slot. A longer one has more pages that a batch may change, a shorter one more steps to read a month: 4,320 now.</summary>
    public const long SlotMs = 600_000;

    /// <summary>Parameters: from, to, both in milliseconds since 1970; keys, as a JSON array.</summary>
    public string Checks { get; } = Invariant($$"""
        with recursive at(slot) as (
            select (select min(slot) from {{tables.History}} where slot >= {0} / {{SlotMs}})
            union all
            select (select min(slot) from {{tables.History}} where slot > at.slot) from at where at.slot < ({1} - 1) / {{SlotMs}})
        select h.* from at cross join {{tables.History}} h on h.slot = at.slot and h.iid in (select value from json_each({2}))
        where h.checked_at >= {0} and h.checked_at < {1}
        """);

    /// <summary>
    /// Parameters: from, to, key, limit. The newest slot is looked into first, and a slot holds an integration's newest check first, so that the limit
    /// ends the search: ordering them would read all. That rows come in this order is SQLite's doing, not SQL's promise; a test with limits over several slots watches over it.
    /// </summary>
    public string Newest { get; } = Invariant($$"""
        with recursive at(slot) as (
            select (select max(slot) from {{tables.History}} where slot <= ({1} - 1) / {{SlotMs}})
            union all
            select (select max(slot) from {{tables.History}} where slot < at.slot) from at where at.slot > {0} / {{SlotMs}})
        select h.* from at cross join {{tables.History}} h on h.slot = at.slot and h.iid = {2}
        where h.checked_at >= {0} and h.checked_at < {1}
        limit {3}
        """);

    /// <summary>Parameters: spans, as a JSON array of <c>[from, to]</c>; keys, as a JSON array.</summary>
    public string Hours { get; } = $$"""
        with recursive at(hour, until) as (
            select (select min(hour) from {{tables.Hours}} where hour >= span.value ->> 0), span.value ->> 1 from json_each({0}) span
            union
            select (select min(hour) from {{tables.Hours}} where hour > at.hour), until from at where at.hour < at.until)
        select h.* from (select distinct hour from at where hour < until) at
        cross join {{tables.Hours}} h on h.hour = at.hour and h.iid in (select value from json_each({1}))
        """;

    /// <summary>The slot of a check.</summary>
    public static long SlotOf(DateTimeOffset checkedAt) => checkedAt.ToUnixTimeMilliseconds() / SlotMs;

    /// <summary>Joins the hours of an integration in a day one by one: a range of hours would be read through for each integration.</summary>
    public string JoinHours(string alias, string day, string next) =>
        $"cross join (select value * 3600000 as ms from json_each('[{string.Join(',', Enumerable.Range(0, 24))}]')) n "
        + $"cross join {tables.Hours} h on h.hour = {day} + n.ms and h.hour < {next} and h.iid = {alias}.iid";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
