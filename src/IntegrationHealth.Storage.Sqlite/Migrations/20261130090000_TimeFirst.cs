using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationHealth.Storage.Sqlite.Migrations
{
    // Checks and hours are ordered by time first, so that a batch of results changes a few neighbouring pages. Written by hand where "dotnet ef" cannot:
    // statements that may run again, tables without a rowid, and {prefix} takes the host's table prefix. A slot is ten minutes.
    // The release before knows of no slots: what it writes falls into slot 0, from where maintenance takes it.
    /// <inheritdoc />
    [DbContext(typeof(SqliteHealthDbContext))]
    [Migration("20261130090000_TimeFirst")]
    internal sealed class TimeFirst : Migration
    {
        // Each run of the script copies both tables again: a column that a later migration adds to one of them belongs here as well.
        private const string CheckColumns = "iid, checked_at, status, outcome, latency_ms, failure_kind, message";
        private const string HourColumns =
            "iid, hour, succeeded, degraded, failed, healthy_ms, degraded_ms, unhealthy_ms, latency_sum_ms, h0, h1, h2, h3, f0, f1, f2, f3";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            SetAside(migrationBuilder);
            CreateChecks(migrationBuilder, "slot integer not null default 0,", "slot, iid, checked_at desc");
            CreateHours(migrationBuilder, "hour, iid");
            Fill(migrationBuilder, "history", "slot, " + CheckColumns, "checked_at / 600000, " + CheckColumns, "checked_at / 600000, iid, checked_at desc");
            Fill(migrationBuilder, "rollup_hour", HourColumns, HourColumns, "hour, iid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            SetAside(migrationBuilder);
            CreateChecks(migrationBuilder, "", "iid, checked_at");
            CreateHours(migrationBuilder, "iid, hour");
            Fill(migrationBuilder, "history", CheckColumns, CheckColumns, "iid, checked_at");
            Fill(migrationBuilder, "rollup_hour", HourColumns, HourColumns, "iid, hour");
        }

        private static void CreateChecks(MigrationBuilder migrationBuilder, string slot, string key) => migrationBuilder.Sql($"""
            create table if not exists "{Prefix}integration_health_history" (
                {slot}
                iid integer not null,
                checked_at integer not null,
                status integer not null,
                outcome integer not null,
                latency_ms integer not null,
                failure_kind integer,
                message text,
                primary key ({key})) without rowid;
            """);

        private static void CreateHours(MigrationBuilder migrationBuilder, string key) => migrationBuilder.Sql($"""
            create table if not exists "{Prefix}integration_health_rollup_hour" (
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
                primary key ({key})) without rowid;
            """);

        /// <summary>
        /// Both before anything is copied: a program that goes on after an error, as <c>sqlite3</c> does without <c>-bail</c>, then finds nothing to drop once a copy was
        /// rolled back. The pragma has a host's own views go on meaning the tables of these names.
        /// </summary>
        private static void SetAside(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("pragma legacy_alter_table = on;");
            foreach (var table in new[] { "history", "rollup_hour" })
                migrationBuilder.Sql($"""alter table "{Prefix}integration_health_{table}" rename to "{Prefix}integration_health_{table}_before";""");
            migrationBuilder.Sql("pragma legacy_alter_table = off;");
        }

        private static void Fill(MigrationBuilder migrationBuilder, string table, string columns, string values, string order)
        {
            migrationBuilder.Sql($"""
                insert or ignore into "{Prefix}integration_health_{table}" ({columns})
                select {values} from "{Prefix}integration_health_{table}_before" order by {order};
                """);
            migrationBuilder.Sql($"""drop table "{Prefix}integration_health_{table}_before";""");
        }

        private const string Prefix = PrefixedMigrationsSqlGenerator.Token;
    }
}
