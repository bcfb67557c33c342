namespace IntegrationHealth.Writing;

/// <summary>Prepares storage before anything else runs: migrations, for a database. Part of what a storage package provides.</summary>
public interface IStorageInitializer
{
    /// <summary>Called once at start, by every host at the same time: it must be safe when several run at once.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);
}
