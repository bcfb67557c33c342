using System.Collections.Concurrent;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Credentials;

/// <summary>
/// Refreshes tokens that the host keeps. Concurrent checks of one credential share one exchange, which none of them can cancel: a rotated
/// refresh token that nobody waits for any more would be lost. A refusal condemns nothing when another host has stored newer tokens.
/// </summary>
internal sealed class OAuthRefreshCredentialProvider(
    IOAuthTokenStore store, TokenEndpoint endpoint, IOptions<OAuthRefreshOptions> options, TimeProvider time,
    ILogger<OAuthRefreshCredentialProvider> logger, ICredentialRefreshLock? hosts = null) : ICredentialProvider
{
    private readonly ConcurrentDictionary<string, Lazy<Task<CredentialRefresh>>> _underWay = new(StringComparer.Ordinal);

    /// <summary>Tokens that could not be stored, by credential; the vendor accepts no others.</summary>
    private readonly ConcurrentDictionary<string, (string Replaced, OAuthTokens Tokens)> _unstored = new(StringComparer.Ordinal);

    /// <summary>The version of each credential that was refused last.</summary>
    private readonly ConcurrentDictionary<string, string> _refused = new(StringComparer.Ordinal);

    public async ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) =>
        await ReadAsync(integration, store.CredentialIdOf(integration), cancellationToken) is { } tokens
            ? CredentialOf(tokens, ClientOf(integration))
            : null;

    public async ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken)
    {
        if (ClientOf(integration) is not { } client)
            return CredentialRefresh.NotPossible;
        var id = store.CredentialIdOf(integration);
        var shared = _underWay.GetOrAdd(id, key => new Lazy<Task<CredentialRefresh>>(() => Task.Run(() => RunAsync(integration, key, client, rejected.Version))));
        return await shared.Value.WaitAsync(cancellationToken);
    }

    private async Task<CredentialRefresh> RunAsync(Integration integration, string id, OAuthClient client, string rejected)
    {
        using var deadline = new CancellationTokenSource(options.Value.Timeout, time);
        try
        {
            await using var held = hosts is null ? null : await hosts.AcquireAsync(id, deadline.Token);
            return await ExchangeAsync(integration, id, client, rejected, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return CredentialRefresh.Failed(CheckFailure.Of(
                FailureKind.Timeout, $"{client.Vendor.Name} did not renew the access in time. There is nothing for you to do."));
        }
        finally
        {
            _underWay.TryRemove(id, out _);
        }
    }

    private async Task<CredentialRefresh> ExchangeAsync(
        Integration integration, string id, OAuthClient client, string rejected, CancellationToken cancellationToken)
    {
        if (await ReadAsync(integration, id, cancellationToken) is not { } before)
            return CredentialRefresh.NotPossible;
        if (before.Version != rejected && before.AccessToken.Length > 0)
            return CredentialRefresh.Refreshed(CredentialOf(before, client));
        if (string.IsNullOrEmpty(before.RefreshToken))
            return CredentialRefresh.NotPossible;

        var (fresh, failure, retryAfter) = await endpoint.RefreshAsync(client, before, cancellationToken);
        if (fresh is not null)
        {
            _refused.TryRemove(id, out _);
            return CredentialRefresh.Refreshed(CredentialOf(await KeepAsync(integration, id, before.Version, fresh), client));
        }

        // The loser of a race is told invalid_grant, perhaps before the winner has stored what it got: a connection is condemned once that had its time.
        if (failure!.Kind == FailureKind.AuthenticationRevoked && await IsWorthWaitingAsync(integration, id, before.Version, cancellationToken))
            await Task.Delay(options.Value.RaceGrace, time, cancellationToken);
        return await ReadAsync(integration, id, cancellationToken) is { } current && current.Version != before.Version
            ? CredentialRefresh.Refreshed(CredentialOf(current, client))
            : CredentialRefresh.Failed(failure) with { RetryAfter = retryAfter };
    }

    /// <summary>False when the winner's tokens are there already, or when this version was refused before.</summary>
    private async ValueTask<bool> IsWorthWaitingAsync(Integration integration, string id, string version, CancellationToken cancellationToken)
    {
        if (options.Value.RaceGrace <= TimeSpan.Zero || (_refused.TryGetValue(id, out var known) && known == version))
            return false;
        _refused[id] = version;
        return await ReadAsync(integration, id, cancellationToken) is { } current && current.Version == version;
    }

    private async ValueTask<OAuthTokens?> ReadAsync(Integration integration, string id, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(integration, cancellationToken);
        if (!_unstored.TryGetValue(id, out var kept))
            return stored;
        if (stored?.Version != kept.Replaced)
        {
            // The owner connected again, or another host stored: those count.
            _unstored.TryRemove(id, out _);
            return stored;
        }

        return await KeepAsync(integration, id, kept.Replaced, kept.Tokens);
    }

    /// <summary>Stores fresh tokens; not to be cancelled, because the vendor has already forgotten the old ones.</summary>
    private async Task<OAuthTokens> KeepAsync(Integration integration, string id, string replaced, OAuthTokens fresh)
    {
        try
        {
            var stored = await store.ReplaceAsync(integration, replaced, fresh, CancellationToken.None);
            _unstored.TryRemove(id, out _);
            return stored ? fresh : await store.ReadAsync(integration, CancellationToken.None) ?? fresh;
        }
        catch (Exception exception)
        {
            _unstored[id] = (replaced, fresh);
            Log.TokensNotStored(logger, integration.Id, exception);
            return fresh;
        }
    }

    private OAuthClient? ClientOf(Integration integration) => options.Value.Clients.TryGetValue(integration.Provider, out var client) ? client : null;

    private static Credential CredentialOf(OAuthTokens tokens, OAuthClient? client) => new()
    {
        AccessToken = tokens.AccessToken,
        Version = tokens.Version,
        ExpiresAt = tokens.ExpiresAt,
        ConnectionExpiresAt = CredentialForecast.EndOf(
            tokens.RefreshTokenExpiresAt, tokens.GrantedAt, client?.Lifetime, tokens.RefreshedAt ?? tokens.GrantedAt, client?.IdleLifetime),
        Scopes = tokens.Scopes,
        AppToken = tokens.AppToken,
        ClientId = client?.ClientId,
    };
}
