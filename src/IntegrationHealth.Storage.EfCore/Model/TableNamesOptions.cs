using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IntegrationHealth.Storage.Model;

/// <summary>Says which tables a context reads.</summary>
internal static class TableNamesOptions
{
    public static DbContextOptionsBuilder<TContext> UseTables<TContext>(this DbContextOptionsBuilder<TContext> builder, TableNames tables)
        where TContext : HealthDbContext
    {
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new TableNamesExtension(tables));
        return builder.ReplaceService<IModelCacheKeyFactory, TablePrefixModelCacheKeyFactory>();
    }
}
