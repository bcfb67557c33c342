using IntegrationHealth.Catalog;

namespace IntegrationHealth.Tests.Checks;

/// <summary>A host's own provider, which has none.</summary>
internal sealed class NoCredentials : ICredentialProvider
{
    public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) => new((Credential?)null);

    public ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken) =>
        new(CredentialRefresh.NotPossible);
}
