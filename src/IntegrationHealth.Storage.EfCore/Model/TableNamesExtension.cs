using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Model;

/// <summary>The names of the tables among a context's options: a context that comes from a pool can be given nothing else.</summary>
internal sealed class TableNamesExtension(TableNames tables) : IDbContextOptionsExtension
{
    public TableNames Tables => tables;

    public DbContextOptionsExtensionInfo Info => new Description(this);

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    /// <summary>Other names make another model, by <see cref="TablePrefixModelCacheKeyFactory"/>, and want no services of their own.</summary>
    private sealed class Description(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Description;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }
}
