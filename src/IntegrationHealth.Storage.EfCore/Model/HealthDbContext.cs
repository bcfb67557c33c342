using System.Text;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Model;

/// <summary>
/// The model that every database shares. It is read from only; what writes goes past the change tracker. There are no relations on
/// purpose: rows are joined where a query says so, and removed in the order the writers choose.
/// </summary>
internal abstract class HealthDbContext(DbContextOptions options) : DbContext(options)
{
    public TableNames Tables { get; } = options.GetExtension<TableNamesExtension>().Tables;

    public DbSet<IntegrationRow> Integrations => Set<IntegrationRow>();

    public DbSet<HealthRow> Snapshots => Set<HealthRow>();

    public DbSet<HistoryRow> History => Set<HistoryRow>();

    public DbSet<HourRollupRow> Hours => Set<HourRollupRow>();

    public DbSet<DayRollupRow> Days => Set<DayRollupRow>();

    public DbSet<MonthRollupRow> Months => Set<MonthRollupRow>();

    public DbSet<ProviderRollupRow> Providers => Set<ProviderRollupRow>();

    public DbSet<LateDayRow> LateDays => Set<LateDayRow>();

    public DbSet<ProgressRow> Progress => Set<ProgressRow>();

    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();

    public DbSet<IncidentEventRow> IncidentEvents => Set<IncidentEventRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<AlertEventRow> AlertEvents => Set<AlertEventRow>();

    public DbSet<NotificationGroupRow> NotificationGroups => Set<NotificationGroupRow>();

    public DbSet<NotificationRow> Notifications => Set<NotificationRow>();

    public DbSet<AlertConfigurationRow> AlertConfiguration => Set<AlertConfigurationRow>();

    public DbSet<AlertingLeadRow> AlertingLead => Set<AlertingLeadRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Tables.Schema);
        modelBuilder.Entity<IntegrationRow>(row =>
        {
            row.ToTable(Tables.Integrations).HasKey(integration => integration.Iid);
            row.Property(integration => integration.Id).IsRequired();
            row.HasIndex(integration => integration.Id).IsUnique();
        });
        modelBuilder.Entity<HealthRow>(row =>
        {
            row.ToTable(Tables.Snapshots).HasKey(health => health.Iid);
            row.Property(health => health.Iid).ValueGeneratedNever();
            row.Property(health => health.Id).IsRequired();
            row.Property(health => health.NameKey).IsRequired();
            row.HasIndex(health => new { health.NameKey, health.Id });
            row.HasIndex(health => new { health.OwnerId, health.NameKey, health.Id });
            row.HasIndex(health => new { health.Provider, health.NameKey, health.Id });
        });
        OnHistoryCreating(modelBuilder);
        modelBuilder.Entity<IncidentRow>(row =>
        {
            row.ToTable(Tables.Incidents).HasKey(incident => new { incident.Iid, incident.IncidentId });
            row.HasIndex(incident => new { incident.Iid, incident.StartedAt, incident.IncidentId });
        });
        modelBuilder.Entity<IncidentEventRow>(row =>
        {
            row.ToTable(Tables.IncidentEvents).HasKey(step => new { step.Iid, step.IncidentId, step.Seq });
            row.HasIndex(step => step.At);
        });

        AlertingModel.Configure(modelBuilder, Tables);

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private void OnHistoryCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<HistoryRow>().ToTable(Tables.History).HasKey(check => new { check.Iid, check.CheckedAt });
        modelBuilder.Entity<HourRollupRow>().ToTable(Tables.Hours).HasKey(rollup => new { rollup.Iid, rollup.Hour });
        modelBuilder.Entity<DayRollupRow>().ToTable(Tables.Days).HasKey(rollup => new { rollup.Iid, rollup.Start });
        modelBuilder.Entity<MonthRollupRow>().ToTable(Tables.Months).HasKey(rollup => new { rollup.Iid, rollup.Start });
        modelBuilder.Entity<ProviderRollupRow>()
            .ToTable(Tables.Providers).HasKey(rollup => new { rollup.Width, rollup.Start, rollup.Provider });
        modelBuilder.Entity<LateDayRow>().ToTable(Tables.LateDays).HasKey(late => new { late.Iid, late.Day });
        modelBuilder.Entity<ProgressRow>().ToTable(Tables.Progress).HasKey(progress => progress.Name);
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
