using IntegrationHealth.History;
using IntegrationHealth.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.History;

internal sealed class EfProviderRollupReader(IStoreDialect dialect) : IProviderRollupReader
{
    public async Task<IReadOnlyList<ProviderBucket>> GetAsync(
        string? provider, ProviderBucketWidth width, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        await using var context = dialect.CreateContext();
        var rows = await context.Providers.AsNoTracking()
            .Where(row => row.Width == width && row.Start >= first && row.Start < end && (provider == null || row.Provider == provider))
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(BucketSum.ToBucket);
    }
}
