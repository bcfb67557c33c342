using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.InMemory;

internal sealed class InMemoryAlertConfigurationStore : IAlertConfigurationStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ConfigurationKind, string), ConfigurationDocument> _documents = [];
    private long _revision;

    public Task<long> GetRevisionAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_revision);
    }

    public Task<IReadOnlyList<ConfigurationDocument>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<ConfigurationDocument>>([.. _documents.Values]);
    }

    public Task<bool> PutAsync(ConfigurationDocument document, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var key = (document.Kind, document.Id);
            if ((_documents.GetValueOrDefault(key)?.Version ?? 0) != document.Version)
                return Task.FromResult(false);
            _documents[key] = document with { Version = document.Version + 1 };
            _revision++;
            return Task.FromResult(true);
        }
    }

    public Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_documents.Remove((kind, id)))
                return Task.FromResult(false);
            _revision++;
            return Task.FromResult(true);
        }
    }
}
