using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHealth.Storage.Alerting;

/// <summary>Reads what people configured; a database's own class writes it.</summary>
internal abstract class EfAlertConfigurationStore(IStoreDialect dialect) : IAlertConfigurationStore
{
    public async Task<long> GetRevisionAsync(CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        return await context.AlertConfiguration.AsNoTracking()
            .Where(document => document.Kind == ConfigurationKind.Installation && document.Id == AlertConfigurationRow.RevisionId)
            .Select(document => document.Version).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ConfigurationDocument>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = dialect.CreateContext();
        return await context.AlertConfiguration.AsNoTracking()
            .Where(document => document.Kind != ConfigurationKind.Installation || document.Id != AlertConfigurationRow.RevisionId)
            .Select(document => new ConfigurationDocument(document.Kind, document.Id, document.Json, document.Secret, document.Version))
            .ToListAsync(cancellationToken);
    }

    public abstract Task<bool> PutAsync(ConfigurationDocument document, CancellationToken cancellationToken);

    public abstract Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken);
}
