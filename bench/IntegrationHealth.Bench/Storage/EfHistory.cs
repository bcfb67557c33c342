using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Bench.Storage;

/// <summary>What a host would write without this library: the history row alone, by EF Core's SaveChanges.</summary>
internal sealed class EfHistory(string connectionString)
{
    private DateTime _at = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public async Task CreateAsync()
    {
        await using var context = new HistoryContext(connectionString);
        await context.Database.ExecuteSqlRawAsync("""
            create table ef_history (
                iid bigint, checked_at timestamptz, latency_ms int, status smallint, outcome smallint, failure_kind smallint, message text,
                primary key (iid, checked_at))
            """);
    }

    public async Task WriteAsync(int batchSize, int rows)
    {
        for (var done = 0; done < rows; done += batchSize)
        {
            await using var context = new HistoryContext(connectionString);
            for (var i = 0; i < batchSize; i++)
                context.Add(new EfCheck { Iid = i, CheckedAt = _at, LatencyMs = 20, Status = 4, Outcome = 1 });
            await context.SaveChangesAsync();
            _at = _at.AddMinutes(1);
        }
    }

    private sealed class HistoryContext(string connectionString) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<EfCheck>(row =>
        {
            row.ToTable("ef_history").HasKey(check => new { check.Iid, check.CheckedAt });
            row.Property(check => check.Iid).HasColumnName("iid").ValueGeneratedNever();
            row.Property(check => check.CheckedAt).HasColumnName("checked_at");
            row.Property(check => check.LatencyMs).HasColumnName("latency_ms");
            row.Property(check => check.Status).HasColumnName("status");
            row.Property(check => check.Outcome).HasColumnName("outcome");
            row.Property(check => check.FailureKind).HasColumnName("failure_kind");
            row.Property(check => check.Message).HasColumnName("message");
        });
    }

    private sealed class EfCheck
    {
        public long Iid { get; set; }

        public DateTime CheckedAt { get; set; }

        public int LatencyMs { get; set; }

        public short Status { get; set; }

        public short Outcome { get; set; }

        public short? FailureKind { get; set; }

        public string? Message { get; set; }
    }
}
