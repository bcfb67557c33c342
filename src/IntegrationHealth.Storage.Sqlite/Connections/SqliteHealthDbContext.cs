using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using HistoryRow = IntegrationHealth.Storage.Model.HistoryRow;

namespace IntegrationHealth.Storage.Sqlite.Connections;

/// <summary>The shared model as SQLite holds it.</summary>
internal sealed class SqliteHealthDbContext(DbContextOptions<SqliteHealthDbContext> options) : HealthDbContext(options)
{
    private const string Slot = "Slot";

    public static DbContextOptions<SqliteHealthDbContext> CreateOptions(string connectionString, TableNames tables) =>
        new DbContextOptionsBuilder<SqliteHealthDbContext>()
            .UseSqlite(connectionString, sqlite => sqlite
                .MigrationsHistoryTable(tables.Migrations)
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .UseTables(tables)
            .AddInterceptors(new PlainConnection())
            .ReplaceService<IMigrationsSqlGenerator, PrefixedMigrationsSqlGenerator>()
            // With a table prefix the model never equals the snapshot; a test compares the two without one.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<HistoryRow>(row =>
        {
            row.Property<long>(Slot).HasColumnName("slot");
            row.HasKey(Slot, nameof(HistoryRow.Iid), nameof(HistoryRow.CheckedAt));
        });
        modelBuilder.Entity<HourRollupRow>().HasKey(rollup => new { rollup.Hour, rollup.Iid });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    /// <summary>
    /// Times are stored as whole milliseconds since 1970 UTC: SQLite has no type for them, and as numbers they compare and order in the
    /// database, which text with offsets does not.
    /// </summary>
    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
