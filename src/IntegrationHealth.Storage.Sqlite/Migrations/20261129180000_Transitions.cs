using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationHealth.Storage.Sqlite.Migrations
{
    // Written by hand where "dotnet ef" cannot: a statement that may run again, and {prefix} takes the host's table prefix.
    /// <inheritdoc />
    [DbContext(typeof(SqliteHealthDbContext))]
    [Migration("20261129180000_Transitions")]
    internal sealed class Transitions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            create index if not exists "IX_{prefix}integration_incident_events_at"
            on "{prefix}integration_incident_events" (at);
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""drop index "IX_{prefix}integration_incident_events_at";""");
    }
}
