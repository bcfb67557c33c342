using IntegrationHealth.Incidents;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.PostgreSql.Alerting;
using IntegrationHealth.Storage.PostgreSql.Connections;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>The statements of a batch.</summary>
internal sealed class ResultSql(PostgreSqlTables tables, ResultBatch shape)
{
    /// <summary>
    /// Snapshots, history and hours in one statement, so that a refused result leaves no trace, and a check that history holds already counts
    /// no second time. Answers only the exceptions: keys, and whether each was refused.
    /// </summary>
    public string Write { get; } = WriteUnless(tables, shape, "");

    /// <summary>The same for a batch that changes alerts: a result of which one is not as expected is refused too.</summary>
    public string WriteWithAlerts { get; } = WriteUnless(tables, shape, AlertsDiffer(tables, shape.Snapshots.Set.Count + shape.Hours.Set.Count));

    // Unhealthy is the smallest status, so the worst one is the minimum.
    public string Incidents { get; } = $"""
        insert into {tables.Incidents} as i ({shape.Incidents.Incidents.Names}) select * from {shape.Incidents.Incidents.Unnest("x")}
        on conflict (iid, incident_id) do update set started_at = excluded.started_at, ended_at = excluded.ended_at,
            status = least(i.status, excluded.status), failure_kind = excluded.failure_kind, message = excluded.message
        """;

    public string Steps { get; } = $"""
        insert into {tables.IncidentEvents} ({shape.Incidents.Steps.Names})
        select x.iid, x.incident_id, x.seq + coalesce(
            (select max(o.seq) + 1 from {tables.IncidentEvents} o where o.iid = x.iid and o.incident_id = x.incident_id), 0), x.at, x.kind, x.status, x.detail
        from {shape.Incidents.Steps.Unnest("x")}
        """;

    /// <summary>After <see cref="Steps"/>: of a long timeline the beginning and the end are kept.</summary>
    public string Bounds { get; } = $"""
        delete from {tables.IncidentEvents} e using (
            select o.iid, o.incident_id, max(o.seq) as newest from {tables.IncidentEvents} o
            where (o.iid, o.incident_id) in (select x.iid, x.incident_id from {shape.Incidents.Steps.Unnest("x")}) group by o.iid, o.incident_id) long
        where e.iid = long.iid and e.incident_id = long.incident_id and e.seq >= {IncidentTimeline.First} and e.seq <= long.newest - {IncidentTimeline.Last}
        """;

    public string LateDays { get; } = $"""
        insert into {tables.LateDays} ({shape.LateDays.Set.Names}) select * from {shape.LateDays.Set.Unnest("x")}
        on conflict (iid, day) do update set month = excluded.month
        """;

    /// <summary>Last before the commit: its few rows are everybody's, and their locks are held for the shortest time.</summary>
    public string Providers { get; } = $"""
        insert into {tables.Providers} as p ({shape.Providers.Set.Names}) select * from {shape.Providers.Set.Unnest("x")}
        on conflict (width, start, provider) do update set {RollupSql.AddTo("p", RollupSql.ProviderColumns)}
        """;

    // What is known of a batch is asked of hashed subplans, "(… in (select …)) is true", not of joins: the plan is made once for any batch,
    // for arrays that PostgreSQL takes to be of ten elements, and a loop over two results of thousand rows costs a million comparisons.
    private static string WriteUnless(PostgreSqlTables tables, ResultBatch shape, string refusedToo) => $"""
        with x as materialized (select * from {shape.Snapshots.Set.Unnest("x")}),
        u as (
            update {tables.Snapshots} s set {string.Join(", ", shape.Snapshots.SnapshotNames.Select(name => $"{name} = x.{name}"))}
            from x where s.iid = x.iid and s.version = x.expected{refusedToo}
            returning x.iid, x.checked_at, x.check_latency_ms, x.check_status, x.check_outcome, x.check_failure_kind, x.check_message),
        h as (
            insert into {tables.History} (iid, checked_at, latency_ms, status, outcome, failure_kind, message)
            select * from u where u.checked_at is not null
            on conflict do nothing
            returning iid),
        e as materialized (
            select e.*, case when e.iid in (select iid from h) or e.iid in (select iid from u where checked_at is null) then 1 else 0 end as counts
            from {shape.Hours.Set.Unnest("e", shape.Snapshots.Set.Count + 1)} where (e.iid in (select iid from u)) is true),
        r as (
            insert into {tables.Hours} as r ({shape.Hours.Set.Names})
            select e.iid, e.hour, {string.Join(", ", RollupSql.HourColumns.Select(Added))} from e
            on conflict (iid, hour) do update set {RollupSql.AddTo("r", RollupSql.HourColumns)})
        select * from (select x.iid, (x.iid in (select iid from u)) is not true as refused, x.checked_at from x) x
        where x.refused or x.checked_at is not null and (x.iid in (select iid from h)) is not true
        """;

    /// <summary>A column of zeros alone is not sent.</summary>
    private static string Added(string column) => HourColumns.CountsChecks(column) ? $"coalesce(e.{column}, 0) * e.counts" : $"coalesce(e.{column}, 0)";

    private static string AlertsDiffer(PostgreSqlTables tables, int parametersBefore)
    {
        var expected = new ExpectedAlertColumns();
        return $"""
             and (x.iid in (
                select a.iid from {expected.Set.Unnest("a", parametersBefore + 1)} left join {tables.Alerts} t on t.id = a.alert_id
                where coalesce(t.version, 0) <> a.alert_version or exists (
                    select from {tables.Alerts} o where o.fingerprint = a.opened and o.resolved_at is null
                        and (o.id in (select e.id from {expected.Ending.Unnest("e", parametersBefore + expected.Set.Count + 1)})) is not true))) is not true
            """;
    }
}
