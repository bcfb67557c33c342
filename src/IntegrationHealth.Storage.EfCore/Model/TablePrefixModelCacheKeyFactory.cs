using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IntegrationHealth.Storage.Model;

/// <summary>Two prefixes or schemas in one process make two models.</summary>
internal sealed class TablePrefixModelCacheKeyFactory : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as HealthDbContext)?.Tables.Prefix, (context as HealthDbContext)?.Tables.Schema, designTime);
}
