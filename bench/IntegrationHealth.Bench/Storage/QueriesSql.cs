namespace IntegrationHealth.Bench.Storage;

/// <summary>Statements that make rows; $1 is a moment.</summary>
internal static class QueriesSql
{
    /// <summary>Every fiftieth check fails and says why.</summary>
    public const string Checks = """
        insert into integration_health_history (iid, checked_at, latency_ms, status, outcome, failure_kind, message)
        select iid, $1 + (k * 86400000::bigint / $2 + iid % 60000) * interval '1 ms', 20 + (iid + k) % 300,
               case when (iid + k) % 50 = 0 then 0 else 4 end, case when (iid + k) % 50 = 0 then 3 else 1 end,
               case when (iid + k) % 50 = 0 then 11 end, case when (iid + k) % 50 = 0 then 'The service did not answer within 5 s.' end
        from generate_series(0, $2 - 1) k cross join integrations order by 2
        """;

    public const string Hours = """
        insert into integration_health_rollup_hour
            (iid, hour, succeeded, degraded, failed, healthy_ms, degraded_ms, unhealthy_ms, latency_sum_ms, h0, h1, h2, h3, f0, f1, f2, f3)
        select iid, date_trunc('hour', $1, 'UTC') + k * interval '1 hour', 58, 0, 2, 3480000, 0, 120000, 3000, 58::bigint << 16, 2, 0, 0, 0, 0, 2, 0
        from generate_series(0, 23) k cross join integrations order by 2
        """;

    public const string Snapshots = """
        update integration_health_checks set
            status = case iid % 20 when 0 then 0 when 1 then 1 when 2 then 2 else 4 end, status_since = $1 - (iid % 500) * interval '1 minute',
            last_checked_at = $1 - (iid % 300) * interval '1 second', latency_ms = 20 + iid % 300,
            failure_kind = case iid % 20 when 0 then 11 end, version = 1
        """;

    public const string IncidentRows = """
        insert into integration_incidents (iid, incident_id, started_at, ended_at, status, failure_kind, message)
        select iid, 'incident-' || iid || '-' || k, $1 - (k * 1440 + iid % 60) * interval '1 minute', $1 - (k * 1440 - 30) * interval '1 minute', 0, 11, 'No answer.'
        from generate_series(1, 10) k cross join integrations order by 3
        """;

    public const string IncidentEvents = """
        insert into integration_incident_events (iid, incident_id, seq, at, kind, status, detail)
        select iid, incident_id, seq, least($1, started_at + seq * interval '10 minutes' + iid % 60000 * interval '1 millisecond'), case seq when 0 then 0 when 1 then 2 else 3 end, 0, 'Timeout'
        from integration_incidents cross join generate_series(0, 2) seq
        """;

    public const string ProviderHours = """
        insert into integration_health_rollup_provider
            (width, start, provider, succeeded, degraded, failed, latency_sum_ms, h0, h1, h2, h3, h4, h5, h6, h7, f0, f1, f2, f3, f4, f5, f6, f7)
        select 60, $1 - k * interval '1 hour', 'p' || p, 116000, 0, 4000, 6000000, 0, 116000, 4000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4000, 0, 0, 0
        from generate_series(0, 2159) k cross join generate_series(0, 4) p
        """;

    public const string ProviderMinutes = """
        insert into integration_health_rollup_provider
            (width, start, provider, succeeded, degraded, failed, latency_sum_ms, h0, h1, h2, h3, h4, h5, h6, h7, f0, f1, f2, f3, f4, f5, f6, f7)
        select 1, $1 - k * interval '1 minute', 'p' || p, 1933, 0, 67, 100000, 0, 1933, 67, 0, 0, 0, 0, 0, 0, 0, 0, 0, 67, 0, 0, 0
        from generate_series(0, 179) k cross join generate_series(0, 4) p
        """;

    /// <summary>Five alerts an integration, one in twenty of the last ones still firing.</summary>
    public const string Alerts = """
        insert into health_check_alerts
            (id, fingerprint, rule_id, rule_name, alert_group, severity, integration_id, name, provider, owner_id, state, started_at, fired_at, resolved_at, message, version, document)
        select id, 'fingerprint-' || id, 'default-failing', 'Checks keep failing', 'group-' || id, number % 3, integration_id, 'Integration', provider, 'owner-' || lpad((number / 10)::text, 5, '0'),
               case when firing then 1 else 3 end, started_at, started_at, case when firing then null else started_at + interval '30 minutes' end, 'The service did not answer.', 1,
               jsonb_strip_nulls(jsonb_build_object(
                   'id', id, 'fingerprint', 'fingerprint-' || id, 'ruleId', 'default-failing', 'ruleName', 'Checks keep failing', 'ruleRevision', '0123456789abcdef',
                   'group', 'group-' || id, 'severity', (array['info', 'warning', 'critical'])[1 + number % 3], 'integrationId', integration_id, 'name', 'Integration', 'provider', provider,
                   'state', case when firing then 'firing' else 'resolved' end, 'startedAt', started_at, 'firedAt', started_at,
                   'resolvedAt', case when firing then null else started_at + interval '30 minutes' end, 'message', 'The service did not answer.', 'version', 1))::text
        from (select 'alert-' || lpad(number::text, 6, '0') || '-' || k id, number, 'integration-' || lpad(number::text, 6, '0') integration_id, 'p' || number % 5 provider,
                     k = 0 and number % 20 = 0 firing, $1 - (k * 8640 + number % 8640) * interval '1 minute' started_at
              from generate_series(0, 4) k cross join generate_series(0, $2 - 1) number) one
        order by started_at
        """;

    public const string AlertEvents = """
        insert into health_check_alert_events (alert_id, at, kind, channel_id, detail)
        select id, started_at + k * interval '10 minutes', k, null, null from health_check_alerts cross join generate_series(0, 2) k order by 2
        """;

    public const string Audit = """
        insert into integration_health_audit (id, at, actor, action, subject_id, changes)
        select 'audit-' || lpad(number::text, 9, '0'), $1 - number * interval '4 seconds', 'actor-' || number % 50,
               (array['integration.updated', 'integration.created', 'silence.created', 'rule.updated'])[1 + number % 4],
               'integration-' || lpad((number % $2)::text, 6, '0'), '[{"field":"name","before":"\"one\"","after":"\"another\""}]'
        from generate_series(1, 500000) number order by 2
        """;
}
