using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationHealth.Storage.Sqlite.Migrations
{
    // Written by hand where "dotnet ef" cannot: statements that may run again, and {prefix} takes the host's table prefix.
    /// <inheritdoc />
    internal sealed partial class Alerting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                create table if not exists "{prefix}health_check_alert_configuration" (
                    kind integer not null,
                    id text not null,
                    json text not null,
                    secret text,
                    version integer not null,
                    primary key (kind, id)) without rowid;
                """);
            migrationBuilder.Sql("""
                create table if not exists "{prefix}health_check_alert_events" (
                    seq integer primary key autoincrement,
                    alert_id text not null,
                    at integer not null,
                    kind integer not null,
                    channel_id text,
                    detail text);
                """);
            migrationBuilder.Sql("""
                create table if not exists "{prefix}health_check_alerting_lead" (
                    id integer primary key,
                    holder text not null,
                    until integer not null,
                    last_tick_at integer not null,
                    paused_ms integer not null,
                    epoch integer not null);
                """);
            migrationBuilder.Sql("""
                create table if not exists "{prefix}health_check_alerts" (
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
                """);
            migrationBuilder.Sql("""
                create table if not exists "{prefix}health_check_notification_groups" (
                    group_key text primary key not null,
                    alert_group text not null,
                    rule_id text not null,
                    channel_id text not null,
                    due_at integer,
                    last_notified_at integer,
                    notified integer not null,
                    version integer not null,
                    document text);
                """);
            migrationBuilder.Sql("""
                create table if not exists "{prefix}health_check_notifications" (
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
                """);
            migrationBuilder.Sql("""
                create table if not exists "{prefix}integration_health_audit" (
                    id text primary key not null,
                    at integer not null,
                    actor text not null,
                    action text not null,
                    subject_id text,
                    changes text);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_alert_events_alert_id_seq"
                on "{prefix}health_check_alert_events" (alert_id, seq);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_alerts_alert_group"
                on "{prefix}health_check_alerts" (alert_group) where resolved_at is null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_alerts_integration_id_started_at_id"
                on "{prefix}health_check_alerts" (integration_id, started_at, id);
                """);
            migrationBuilder.Sql("""
                create unique index if not exists "IX_{prefix}health_check_alerts_open"
                on "{prefix}health_check_alerts" (fingerprint) where resolved_at is null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_alerts_resolved_at"
                on "{prefix}health_check_alerts" (resolved_at) where resolved_at is not null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_alerts_started_at_id"
                on "{prefix}health_check_alerts" (started_at, id);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_notification_groups_alert_group"
                on "{prefix}health_check_notification_groups" (alert_group);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_notification_groups_due_at"
                on "{prefix}health_check_notification_groups" (due_at) where due_at is not null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_notifications_available_at"
                on "{prefix}health_check_notifications" (available_at) where available_at is not null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_notifications_created_at"
                on "{prefix}health_check_notifications" (created_at) where available_at is null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_notifications_dead"
                on "{prefix}health_check_notifications" (seq) where state = 3;
                """);
            migrationBuilder.Sql("""
                create unique index if not exists "IX_{prefix}health_check_notifications_id"
                on "{prefix}health_check_notifications" (id);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}health_check_notifications_order"
                on "{prefix}health_check_notifications" (channel_id, order_key, seq) where available_at is not null;
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}integration_health_audit_actor_at_id"
                on "{prefix}integration_health_audit" (actor, at, id);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}integration_health_audit_at_id"
                on "{prefix}integration_health_audit" (at, id);
                """);
            migrationBuilder.Sql("""
                create index if not exists "IX_{prefix}integration_health_audit_subject_id_at_id"
                on "{prefix}integration_health_audit" (subject_id, at, id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""drop table "{prefix}integration_health_audit";""");
            migrationBuilder.Sql("""drop table "{prefix}health_check_notifications";""");
            migrationBuilder.Sql("""drop table "{prefix}health_check_notification_groups";""");
            migrationBuilder.Sql("""drop table "{prefix}health_check_alerts";""");
            migrationBuilder.Sql("""drop table "{prefix}health_check_alerting_lead";""");
            migrationBuilder.Sql("""drop table "{prefix}health_check_alert_events";""");
            migrationBuilder.Sql("""drop table "{prefix}health_check_alert_configuration";""");
        }
    }
}
