using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace IntegrationHealth.Catalog;

/// <summary>
/// The default: reads <c>IntegrationHealth:Credentials:{integrationId}</c>, anew whenever configuration was reloaded, so that a new secret
/// counts at once. Cannot refresh. Ids with a colon cannot be named by configuration keys.
/// </summary>
internal sealed class ConfigurationCredentialProvider(IConfiguration? configuration = null) : ICredentialProvider
{
    private volatile Known? _known;

    public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken)
    {
        // A look-up in configuration asks every source of the host in turn; nearly all integrations have nothing there.
        if (_known is not { Reload.HasChanged: false } known)
            _known = known = ReadAll();
        return ValueTask.FromResult(known.Credentials.GetValueOrDefault(integration.Id));
    }

    public ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CredentialRefresh.NotPossible);

    private Known ReadAll()
    {
        // The token first: what changes while the rest is read is read again.
        var reload = configuration?.GetReloadToken() ?? NullChangeToken.Singleton;
        var credentials = new Dictionary<string, Credential>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration?.GetSection("IntegrationHealth:Credentials").GetChildren() ?? [])
        {
            if (section["AccessToken"] is { Length: > 0 } token)
                credentials[section.Key] = Read(section, token);
        }

        return new Known(credentials, reload);
    }

    private static Credential Read(IConfigurationSection section, string token) => new()
    {
        AccessToken = token,
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 8)),
        ExpiresAt = ConfiguredCredentials.TryReadEnd(section["ExpiresAt"], out var end) ? end : null,
        AppToken = section["AppToken"] is { Length: > 0 } appToken ? appToken : null,
        ClientId = section["ClientId"] is { Length: > 0 } clientId ? clientId : null,
        Scopes = [.. section.GetSection("Scopes").GetChildren().Select(scope => scope.Value).OfType<string>()],
    };

    private sealed record Known(Dictionary<string, Credential> Credentials, IChangeToken Reload);
}
