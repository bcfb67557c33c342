// Types that fragments of the documentation take for granted: read by PageCompilation, for pages that do not declare them.
using System.Threading;
using System.Threading.Tasks;
using IntegrationHealth.Catalog;
using IntegrationHealth.Credentials;
using Microsoft.AspNetCore.Builder;

public sealed class MyConnections : IIntegrationSource
{
    public Task<IntegrationSourcePage> ReadAsync(string? cursor, CancellationToken cancellationToken) => Task.FromResult(new IntegrationSourcePage { Cursor = "" });
}

public sealed class MyTokens : ICredentialProvider
{
    public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) => new((Credential?)null);

    public ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken) => new(CredentialRefresh.NotPossible);
}

public sealed record MyConnection(string Id);

public sealed class MyTokenStore : IOAuthTokenStore
{
    public string CredentialIdOf(Integration integration) => integration.Id;

    public ValueTask<OAuthTokens?> ReadAsync(Integration integration, CancellationToken cancellationToken) => new((OAuthTokens?)null);

    public ValueTask<bool> ReplaceAsync(Integration integration, string replaced, OAuthTokens tokens, CancellationToken cancellationToken) => new(true);
}

public static class MySignIn
{
    public static void MapMySignIn(this WebApplication app) => _ = app;
}

public sealed class MySettings
{
    public Task<string?> FindMailAsync(string ownerId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
