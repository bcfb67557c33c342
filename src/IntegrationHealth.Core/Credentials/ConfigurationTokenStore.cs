using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Catalog;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.Credentials;

/// <summary>
/// Begins with what <c>IntegrationHealth:Credentials:{integrationId}</c> says and keeps what came after in memory: enough where the vendor does
/// not rotate refresh tokens. New tokens in configuration count at once.
/// </summary>
internal sealed class ConfigurationTokenStore(IConfiguration? configuration = null) : IOAuthTokenStore
{
    private readonly ConcurrentDictionary<string, (string Origin, OAuthTokens Tokens)> _refreshed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();

    public ValueTask<OAuthTokens?> ReadAsync(Integration integration, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Current(integration.Id));

    public ValueTask<bool> ReplaceAsync(Integration integration, string replaced, OAuthTokens tokens, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Configured(integration.Id) is not { } configured || Current(integration.Id)?.Version != replaced)
                return ValueTask.FromResult(false);
            _refreshed[integration.Id] = (configured.Version, tokens);
            return ValueTask.FromResult(true);
        }
    }

    private OAuthTokens? Current(string id) => Configured(id) is not { } configured ? null
        : _refreshed.TryGetValue(id, out var refreshed) && refreshed.Origin == configured.Version ? refreshed.Tokens
        : configured;

    private OAuthTokens? Configured(string id)
    {
        var section = configuration?.GetSection("IntegrationHealth:Credentials:" + id);
        var (access, refresh) = (section?["AccessToken"] ?? "", section?["RefreshToken"]);
        if (section is null || (access.Length == 0 && string.IsNullOrEmpty(refresh)))
            return null;
        return new OAuthTokens
        {
            AccessToken = access,
            RefreshToken = refresh,
            Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(access + "\n" + refresh)).AsSpan(0, 8)),
            ExpiresAt = DateTimeOffset.TryParse(section["ExpiresAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null,
            AppToken = section["AppToken"] is { Length: > 0 } appToken ? appToken : null,
            Scopes = [.. section.GetSection("Scopes").GetChildren().Select(scope => scope.Value).OfType<string>()],
        };
    }
}
