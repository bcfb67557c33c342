using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationHealth.Storage.PostgreSql.Migrations
{
    // Written by hand, without entities: the due queue, and the hosts that share it, are read and written by statements of their own. Claims change
    // no indexed column, so room on the pages keeps them there; dead entries at the head of the index slow the claims, so it is vacuumed early.
    /// <inheritdoc />
    [DbContext(typeof(PostgreSqlHealthDbContext))]
    [Migration("20261124160000_SharedWork")]
    internal sealed class SharedWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                create table "{schema}"."{prefix}integration_health_queue" (
                    id text collate "C" primary key,
                    next_check_at timestamptz not null,
                    waiting_since timestamptz,
                    asked_at timestamptz,
                    lease_until timestamptz,
                    lease_token bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint)
                    with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);
                """);
            migrationBuilder.Sql("""
                create index "{prefix}ix_integration_health_queue_next" on "{schema}"."{prefix}integration_health_queue" (next_check_at);
                """);
            migrationBuilder.Sql("""
                create table "{schema}"."{prefix}integration_health_hosts" (
                    id text collate "C" primary key,
                    report text not null,
                    until timestamptz not null);
                """);
            migrationBuilder.Sql("""
                create table "{schema}"."{prefix}integration_health_duties" (
                    duty text collate "C" primary key,
                    holder text collate "C" not null,
                    until timestamptz not null);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop table \"{schema}\".\"{prefix}integration_health_queue\";");
            migrationBuilder.Sql("drop table \"{schema}\".\"{prefix}integration_health_hosts\";");
            migrationBuilder.Sql("drop table \"{schema}\".\"{prefix}integration_health_duties\";");
        }
    }
}
