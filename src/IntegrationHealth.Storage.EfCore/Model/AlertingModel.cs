using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Model;

/// <summary>
/// The tables of alerting and of the audit log. Indexes are those of the queries: what is open or waits is found by partial ones, however
/// much lies behind it.
/// </summary>
internal static class AlertingModel
{
    public static void Configure(ModelBuilder modelBuilder, TableNames tables)
    {
        modelBuilder.Entity<AlertRow>(row =>
        {
            row.ToTable(tables.Alerts).HasKey(alert => alert.Id);
            row.HasIndex(alert => alert.Fingerprint).IsUnique().HasFilter("resolved_at is null").HasDatabaseName(tables.AlertsOpenIndex);
            row.HasIndex(alert => alert.AlertGroup).HasFilter("resolved_at is null");
            row.HasIndex(alert => alert.ResolvedAt).HasFilter("resolved_at is not null");
            row.HasIndex(alert => new { alert.StartedAt, alert.Id });
            row.HasIndex(alert => new { alert.IntegrationId, alert.StartedAt, alert.Id });
        });
        modelBuilder.Entity<AlertEventRow>(row =>
        {
            row.ToTable(tables.AlertEvents).HasKey(step => step.Seq);
            row.HasIndex(step => new { step.AlertId, step.Seq });
        });
        modelBuilder.Entity<NotificationGroupRow>(row =>
        {
            row.ToTable(tables.NotificationGroups).HasKey(group => group.GroupKey);
            row.HasIndex(group => group.AlertGroup);
            row.HasIndex(group => group.DueAt).HasFilter("due_at is not null");
        });
        modelBuilder.Entity<NotificationRow>(row =>
        {
            row.ToTable(tables.Notifications).HasKey(notification => notification.Seq);
            row.Property(notification => notification.Id).IsRequired();
            row.HasIndex(notification => notification.Id).IsUnique();
            row.HasIndex(notification => notification.AvailableAt).HasFilter("available_at is not null");
            row.HasIndex(notification => new { notification.ChannelId, notification.OrderKey, notification.Seq })
                .HasFilter("available_at is not null").HasDatabaseName($"IX_{tables.Notifications}_order");
            row.HasIndex(notification => notification.CreatedAt).HasFilter("available_at is null");
            row.HasIndex(notification => notification.Seq).HasFilter("state = 3").HasDatabaseName($"IX_{tables.Notifications}_dead");
        });
        modelBuilder.Entity<AlertConfigurationRow>().ToTable(tables.AlertConfiguration).HasKey(document => new { document.Kind, document.Id });
        modelBuilder.Entity<AlertingLeadRow>(row =>
        {
            row.ToTable(tables.AlertingLead).HasKey(lead => lead.Id);
            row.Property(lead => lead.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<AuditRow>(row =>
        {
            row.ToTable(tables.Audit).HasKey(entry => entry.Id);
            row.HasIndex(entry => new { entry.At, entry.Id });
            row.HasIndex(entry => new { entry.Actor, entry.At, entry.Id });
            row.HasIndex(entry => new { entry.SubjectId, entry.At, entry.Id });
        });
    }
}
