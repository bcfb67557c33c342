using IntegrationHealth.Incidents;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Writing;

/// <summary>Opens, extends or closes an incident.</summary>
internal sealed class IncidentWriter(TableNames tables)
{
    // Unhealthy is the smallest status, so the worst one is the minimum.
    private readonly string _upsert = $"""
        insert into {tables.Incidents} (iid, incident_id, started_at, ended_at, status, failure_kind, message)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (iid, incident_id) do update set started_at = excluded.started_at, ended_at = excluded.ended_at,
            status = min(status, excluded.status), failure_kind = excluded.failure_kind, message = excluded.message
        """;

    private readonly string _append = $"""
        insert into {tables.IncidentEvents} (iid, incident_id, seq, at, kind, status, detail)
        select ?1, ?2, coalesce(max(seq) + 1, 0), ?3, ?4, ?5, ?6 from {tables.IncidentEvents} where iid = ?1 and incident_id = ?2
        """;

    // Numbers go on from the last, which is always kept.
    private readonly string _shorten = FormattableString.Invariant($"""
        delete from {tables.IncidentEvents} where iid = ?1 and incident_id = ?2 and seq >= {IncidentTimeline.First}
            and seq <= (select max(seq) from {tables.IncidentEvents} where iid = ?1 and incident_id = ?2) - {IncidentTimeline.Last}
        """);

    public void Write(SqliteSession session, long key, IncidentChange change)
    {
        session.Prepare(_upsert)
            .Bind(key).Bind(change.IncidentId).Bind(change.StartedAt).Bind(change.EndedAt).Bind((int)change.Status)
            .Bind((int?)change.FailureKind).Bind(change.Message)
            .Execute();
        foreach (var step in change.Events)
        {
            session.Prepare(_append)
                .Bind(key).Bind(change.IncidentId).Bind(step.At).Bind((int)step.Kind).Bind((int)step.Status).Bind(step.Detail)
                .Execute();
        }

        if (change.Events.Count > 0)
            session.Prepare(_shorten).Bind(key).Bind(change.IncidentId).Execute();
    }
}
