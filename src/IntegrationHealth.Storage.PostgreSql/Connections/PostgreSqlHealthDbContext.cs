using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace IntegrationHealth.Storage.PostgreSql.Connections;

/// <summary>The shared model as PostgreSQL holds it.</summary>
internal sealed class PostgreSqlHealthDbContext(DbContextOptions<PostgreSqlHealthDbContext> options) : HealthDbContext(options)
{
    private const int Retries = 3;

    /// <summary>The order of code points, which every store shares.</summary>
    private const string Ordinal = "C";

    public static DbContextOptions<PostgreSqlHealthDbContext> CreateOptions(NpgsqlDataSource source, TableNames tables) =>
        Build(new DbContextOptionsBuilder<PostgreSqlHealthDbContext>().UseNpgsql(source, npgsql => Configure(npgsql, tables)), tables);

    /// <summary>For tools that need no database.</summary>
    public static DbContextOptions<PostgreSqlHealthDbContext> CreateOptions(TableNames tables) =>
        Build(new DbContextOptionsBuilder<PostgreSqlHealthDbContext>().UseNpgsql(npgsql => Configure(npgsql, tables)), tables);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<IntegrationStatus>().HaveConversion<short>();
        configurationBuilder.Properties<CheckOutcome>().HaveConversion<short>();
        configurationBuilder.Properties<FailureKind>().HaveConversion<short>();
        configurationBuilder.Properties<Confidence>().HaveConversion<short>();
        configurationBuilder.Properties<RecoveryAction>().HaveConversion<short>();
        configurationBuilder.Properties<ResponsibleParty>().HaveConversion<short>();
        configurationBuilder.Properties<IncidentEventKind>().HaveConversion<short>();
        configurationBuilder.Properties<ProviderBucketWidth>().HaveConversion<short>();
        configurationBuilder.Properties<AlertState>().HaveConversion<short>();
        configurationBuilder.Properties<AlertSeverity>().HaveConversion<short>();
        configurationBuilder.Properties<AlertEventKind>().HaveConversion<short>();
        configurationBuilder.Properties<NotificationState>().HaveConversion<short>();
        configurationBuilder.Properties<ConfigurationKind>().HaveConversion<short>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<IntegrationRow>(row =>
        {
            row.Property(integration => integration.Id).UseCollation(Ordinal);
            row.HasIndex(integration => integration.Tags).HasMethod("gin");
        });
        modelBuilder.Entity<HealthRow>(row =>
        {
            row.Property(health => health.Id).UseCollation(Ordinal);
            row.Property(health => health.NameKey).UseCollation(Ordinal);
        });
        modelBuilder.Entity<IncidentRow>().Property(incident => incident.IncidentId).UseCollation(Ordinal);
        modelBuilder.Entity<IncidentEventRow>().Property(step => step.IncidentId).UseCollation(Ordinal);
        modelBuilder.Entity<AlertRow>().Property(alert => alert.Id).UseCollation(Ordinal);
        modelBuilder.Entity<AuditRow>(row =>
        {
            row.Property(entry => entry.Id).UseCollation(Ordinal);
            row.Property(entry => entry.Action).UseCollation(Ordinal);
        });
    }

    private static void Configure(NpgsqlDbContextOptionsBuilder npgsql, TableNames tables) => npgsql
        .MigrationsHistoryTable(tables.Migrations, tables.Schema)
        .SetPostgresVersion(14, 0)
        .EnableRetryOnFailure(Retries);

    private static DbContextOptions<PostgreSqlHealthDbContext> Build(
        DbContextOptionsBuilder<PostgreSqlHealthDbContext> builder, TableNames tables) => builder
        .UseTables(tables)
        .ReplaceService<IMigrationsSqlGenerator, PrefixedMigrationsSqlGenerator>()
        // With a schema or a table prefix the model never equals the snapshot; a test compares the two without one.
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
        .Options;
}
