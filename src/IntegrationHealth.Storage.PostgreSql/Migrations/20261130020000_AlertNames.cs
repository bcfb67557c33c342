using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationHealth.Storage.PostgreSql.Migrations
{
    // Written by hand where "dotnet ef" cannot: {schema} and {prefix} take the host's. A search of alerts read the name out of every document, which took 340 ms of 50,000.
    /// <inheritdoc />
    [DbContext(typeof(PostgreSqlHealthDbContext))]
    [Migration("20261130020000_AlertNames")]
    internal sealed class AlertNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("""alter table "{schema}"."{prefix}health_check_alerts" add column name text;""");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("""alter table "{schema}"."{prefix}health_check_alerts" drop column name;""");
    }
}
