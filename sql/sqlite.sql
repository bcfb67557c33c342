PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;

CREATE TABLE IF NOT EXISTS "integration_health_migrations" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK_integration_health_migrations" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

BEGIN TRANSACTION;
create table if not exists "integrations" (
    iid integer primary key autoincrement,
    id text not null,
    owner_id text not null,
    provider text not null,
    name text not null,
    tags text not null,
    interval_ms integer,
    enabled integer not null,
    settings text not null,
    origin integer not null);

create table if not exists "integration_health_checks" (
    iid integer primary key,
    id text not null,
    provider text not null,
    owner_id text not null,
    name_key text not null,
    status integer not null,
    status_since integer not null,
    last_checked_at integer,
    last_succeeded_at integer,
    next_check_at integer,
    latency_ms integer,
    consecutive_failures integer not null,
    consecutive_successes integer not null,
    consecutive_degraded integer not null,
    failing_since integer,
    failure_kind integer,
    message text,
    confidence integer,
    action integer,
    party integer,
    vendor_code text,
    docs_url text,
    evidence text,
    confirming_observed integer,
    confirming_required integer,
    recovering_observed integer,
    recovering_required integer,
    retry_at integer,
    outage_id text,
    incident_id text,
    flapping integer not null,
    capabilities text,
    credential_expires_at integer,
    data text,
    recent integer not null,
    version integer not null);

create table if not exists "integration_health_history" (
    iid integer not null,
    checked_at integer not null,
    status integer not null,
    outcome integer not null,
    latency_ms integer not null,
    failure_kind integer,
    message text,
    primary key (iid, checked_at)) without rowid;

create table if not exists "integration_health_rollup_hour" (
    iid integer not null,
    hour integer not null,
    succeeded integer not null,
    degraded integer not null,
    failed integer not null,
    healthy_ms integer not null,
    degraded_ms integer not null,
    unhealthy_ms integer not null,
    latency_sum_ms integer not null,
    h0 integer not null,
    h1 integer not null,
    h2 integer not null,
    h3 integer not null,
    f0 integer not null,
    f1 integer not null,
    f2 integer not null,
    f3 integer not null,
    primary key (iid, hour)) without rowid;

create table if not exists "integration_health_rollup_day" (
    iid integer not null,
    start integer not null,
    succeeded integer not null,
    degraded integer not null,
    failed integer not null,
    healthy_ms integer not null,
    degraded_ms integer not null,
    unhealthy_ms integer not null,
    latency_sum_ms integer not null,
    h0 integer not null,
    h1 integer not null,
    h2 integer not null,
    h3 integer not null,
    h4 integer not null,
    h5 integer not null,
    h6 integer not null,
    h7 integer not null,
    f0 integer not null,
    f1 integer not null,
    f2 integer not null,
    f3 integer not null,
    f4 integer not null,
    f5 integer not null,
    f6 integer not null,
    f7 integer not null,
    primary key (iid, start)) without rowid;

create table if not exists "integration_health_rollup_month" (
    iid integer not null,
    start integer not null,
    succeeded integer not null,
    degraded integer not null,
    failed integer not null,
    healthy_ms integer not null,
    degraded_ms integer not null,
    unhealthy_ms integer not null,
    latency_sum_ms integer not null,
    h0 integer not null,
    h1 integer not null,
    h2 integer not null,
    h3 integer not null,
    h4 integer not null,
    h5 integer not null,
    h6 integer not null,
    h7 integer not null,
    f0 integer not null,
    f1 integer not null,
    f2 integer not null,
    f3 integer not null,
    f4 integer not null,
    f5 integer not null,
    f6 integer not null,
    f7 integer not null,
    primary key (iid, start)) without rowid;

create table if not exists "integration_health_rollup_provider" (
    width integer not null,
    start integer not null,
    provider text not null,
    succeeded integer not null,
    degraded integer not null,
    failed integer not null,
    latency_sum_ms integer not null,
    h0 integer not null,
    h1 integer not null,
    h2 integer not null,
    h3 integer not null,
    h4 integer not null,
    h5 integer not null,
    h6 integer not null,
    h7 integer not null,
    f0 integer not null,
    f1 integer not null,
    f2 integer not null,
    f3 integer not null,
    f4 integer not null,
    f5 integer not null,
    f6 integer not null,
    f7 integer not null,
    primary key (width, start, provider)) without rowid;

create table if not exists "integration_health_rollup_late" (
    iid integer not null,
    day integer not null,
    month integer not null,
    next_month integer not null,
    primary key (iid, day)) without rowid;

create table if not exists "integration_health_progress" (
    name text primary key not null,
    at integer not null) without rowid;

create table if not exists "integration_incidents" (
    iid integer not null,
    incident_id text not null,
    started_at integer not null,
    ended_at integer,
    status integer not null,
    failure_kind integer,
    message text,
    primary key (iid, incident_id)) without rowid;

create table if not exists "integration_incident_events" (
    iid integer not null,
    incident_id text not null,
    seq integer not null,
    at integer not null,
    kind integer not null,
    status integer not null,
    detail text,
    primary key (iid, incident_id, seq)) without rowid;

create index if not exists "IX_integration_health_checks_name_key_id"
on "integration_health_checks" (name_key, id);

create index if not exists "IX_integration_health_checks_owner_id_name_key_id"
on "integration_health_checks" (owner_id, name_key, id);

create index if not exists "IX_integration_health_checks_provider_name_key_id"
on "integration_health_checks" (provider, name_key, id);

create index if not exists "IX_integration_incidents_iid_started_at_incident_id"
on "integration_incidents" (iid, started_at, incident_id);

create unique index if not exists "IX_integrations_id"
on "integrations" (id);

INSERT OR IGNORE INTO "integration_health_migrations" ("MigrationId", "ProductVersion")
VALUES ('20261124111532_Initial', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
create table if not exists "health_check_alert_configuration" (
    kind integer not null,
    id text not null,
    json text not null,
    secret text,
    version integer not null,
    primary key (kind, id)) without rowid;

create table if not exists "health_check_alert_events" (
    seq integer primary key autoincrement,
    alert_id text not null,
    at integer not null,
    kind integer not null,
    channel_id text,
    detail text);

create table if not exists "health_check_alerting_lead" (
    id integer primary key,
    holder text not null,
    until integer not null,
    last_tick_at integer not null,
    paused_ms integer not null,
    epoch integer not null);

create table if not exists "health_check_alerts" (
    id text primary key not null,
    fingerprint text not null,
    rule_id text not null,
    rule_name text not null,
    alert_group text not null,
    severity integer not null,
    integration_id text,
    provider text not null,
    owner_id text not null,
    state integer not null,
    started_at integer not null,
    fired_at integer,
    resolved_at integer,
    message text not null,
    version integer not null,
    document text not null);

create table if not exists "health_check_notification_groups" (
    group_key text primary key not null,
    alert_group text not null,
    rule_id text not null,
    channel_id text not null,
    due_at integer,
    last_notified_at integer,
    notified integer not null,
    version integer not null,
    document text);

create table if not exists "health_check_notifications" (
    seq integer primary key autoincrement,
    id text not null,
    channel_id text not null,
    order_key text not null,
    created_at integer not null,
    due_at integer not null,
    state integer not null,
    available_at integer,
    fence integer not null,
    attempts integer not null,
    detail text,
    document text not null);

create table if not exists "integration_health_audit" (
    id text primary key not null,
    at integer not null,
    actor text not null,
    action text not null,
    subject_id text,
    changes text);

create index if not exists "IX_health_check_alert_events_alert_id_seq"
on "health_check_alert_events" (alert_id, seq);

create index if not exists "IX_health_check_alerts_alert_group"
on "health_check_alerts" (alert_group) where resolved_at is null;

create index if not exists "IX_health_check_alerts_integration_id_started_at_id"
on "health_check_alerts" (integration_id, started_at, id);

create unique index if not exists "IX_health_check_alerts_open"
on "health_check_alerts" (fingerprint) where resolved_at is null;

create index if not exists "IX_health_check_alerts_resolved_at"
on "health_check_alerts" (resolved_at) where resolved_at is not null;

create index if not exists "IX_health_check_alerts_started_at_id"
on "health_check_alerts" (started_at, id);

create index if not exists "IX_health_check_notification_groups_alert_group"
on "health_check_notification_groups" (alert_group);

create index if not exists "IX_health_check_notification_groups_due_at"
on "health_check_notification_groups" (due_at) where due_at is not null;

create index if not exists "IX_health_check_notifications_available_at"
on "health_check_notifications" (available_at) where available_at is not null;

create index if not exists "IX_health_check_notifications_created_at"
on "health_check_notifications" (created_at) where available_at is null;

create index if not exists "IX_health_check_notifications_dead"
on "health_check_notifications" (seq) where state = 3;

create unique index if not exists "IX_health_check_notifications_id"
on "health_check_notifications" (id);

create index if not exists "IX_health_check_notifications_order"
on "health_check_notifications" (channel_id, order_key, seq) where available_at is not null;

create index if not exists "IX_integration_health_audit_actor_at_id"
on "integration_health_audit" (actor, at, id);

create index if not exists "IX_integration_health_audit_at_id"
on "integration_health_audit" (at, id);

create index if not exists "IX_integration_health_audit_subject_id_at_id"
on "integration_health_audit" (subject_id, at, id);

INSERT OR IGNORE INTO "integration_health_migrations" ("MigrationId", "ProductVersion")
VALUES ('20261124143626_Alerting', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
create index if not exists "IX_integration_incident_events_at"
on "integration_incident_events" (at);

INSERT OR IGNORE INTO "integration_health_migrations" ("MigrationId", "ProductVersion")
VALUES ('20261129180000_Transitions', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
pragma legacy_alter_table = on;

alter table "integration_health_history" rename to "integration_health_history_before";

alter table "integration_health_rollup_hour" rename to "integration_health_rollup_hour_before";

pragma legacy_alter_table = off;

create table if not exists "integration_health_history" (
    slot integer not null default 0,
    iid integer not null,
    checked_at integer not null,
    status integer not null,
    outcome integer not null,
    latency_ms integer not null,
    failure_kind integer,
    message text,
    primary key (slot, iid, checked_at desc)) without rowid;

create table if not exists "integration_health_rollup_hour" (
    iid integer not null,
    hour integer not null,
    succeeded integer not null,
    degraded integer not null,
    failed integer not null,
    healthy_ms integer not null,
    degraded_ms integer not null,
    unhealthy_ms integer not null,
    latency_sum_ms integer not null,
    h0 integer not null,
    h1 integer not null,
    h2 integer not null,
    h3 integer not null,
    f0 integer not null,
    f1 integer not null,
    f2 integer not null,
    f3 integer not null,
    primary key (hour, iid)) without rowid;

insert or ignore into "integration_health_history" (slot, iid, checked_at, status, outcome, latency_ms, failure_kind, message)
select checked_at / 600000, iid, checked_at, status, outcome, latency_ms, failure_kind, message from "integration_health_history_before" order by checked_at / 600000, iid, checked_at desc;

drop table "integration_health_history_before";

insert or ignore into "integration_health_rollup_hour" (iid, hour, succeeded, degraded, failed, healthy_ms, degraded_ms, unhealthy_ms, latency_sum_ms, h0, h1, h2, h3, f0, f1, f2, f3)
select iid, hour, succeeded, degraded, failed, healthy_ms, degraded_ms, unhealthy_ms, latency_sum_ms, h0, h1, h2, h3, f0, f1, f2, f3 from "integration_health_rollup_hour_before" order by hour, iid;

drop table "integration_health_rollup_hour_before";

INSERT OR IGNORE INTO "integration_health_migrations" ("MigrationId", "ProductVersion")
VALUES ('20261130090000_TimeFirst', '10.0.15');

COMMIT;

