using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationHealth.Storage.PostgreSql.Migrations
{
    // Written by hand where "dotnet ef" cannot: {schema} and {prefix} take the host's.
    /// <inheritdoc />
    [DbContext(typeof(PostgreSqlHealthDbContext))]
    [Migration("20261129180000_Transitions")]
    internal sealed class Transitions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("""create index "IX_{prefix}integration_incident_events_at" on "{schema}"."{prefix}integration_incident_events" (at);""");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("""drop index "{schema}"."IX_{prefix}integration_incident_events_at";""");
    }
}
