using System.Text;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Model;

/// <summary>
/// The model that every database shares. It is read from only; what writes goes past the change tracker. There are no relations on
/// purpose: rows are joined where a query says so, and removed in the order the writers choose.
/// </summary>
internal abstract class HealthDbContext(DbContextOptions options, TableNames tables) : DbContext(options)
{
    public TableNames Tables { get; } = tables;

    public DbSet<IntegrationRow> Integrations => Set<IntegrationRow>();

    public DbSet<HealthRow> Snapshots => Set<HealthRow>();

    public DbSet<CheckRow> Checks => Set<CheckRow>();

    public DbSet<RollupRow> Rollups => Set<RollupRow>();

    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();

    public DbSet<IncidentEventRow> IncidentEvents => Set<IncidentEventRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
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
            row.HasIndex(health => new { health.Name, health.Id });
            row.HasIndex(health => new { health.OwnerId, health.Name, health.Id });
            row.HasIndex(health => new { health.Provider, health.Name, health.Id });
        });
        modelBuilder.Entity<CheckRow>().ToTable(Tables.History).HasKey(check => new { check.Iid, check.CheckedAt });
        modelBuilder.Entity<RollupRow>().ToTable(Tables.Rollups).HasKey(rollup => new { rollup.Iid, rollup.Hour });
        modelBuilder.Entity<IncidentRow>(row =>
        {
            row.ToTable(Tables.Incidents).HasKey(incident => new { incident.Iid, incident.IncidentId });
            row.HasIndex(incident => new { incident.Iid, incident.StartedAt, incident.IncidentId });
        });
        modelBuilder.Entity<IncidentEventRow>()
            .ToTable(Tables.IncidentEvents).HasKey(step => new { step.Iid, step.IncidentId, step.Seq });

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
        }
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
