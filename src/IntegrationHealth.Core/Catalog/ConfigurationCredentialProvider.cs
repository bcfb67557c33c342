using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.Catalog;

/// <summary>
/// The default: reads <c>IntegrationHealth:Credentials:{integrationId}</c>, anew for each check, so that a reloaded secret counts at once.
/// Cannot refresh. Ids with a colon cannot be named by configuration keys.
/// </summary>
internal sealed class ConfigurationCredentialProvider(IConfiguration? configuration = null) : ICredentialProvider
{
    private readonly IConfigurationSection? _section = configuration?.GetSection("IntegrationHealth:Credentials");

    public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken)
    {
        var section = _section?.GetSection(integration.Id);
        return ValueTask.FromResult(section?["AccessToken"] is { Length: > 0 } token ? Read(section, token) : null);
    }

    public ValueTask<Credential?> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Credential?>(null);

    private static Credential Read(IConfigurationSection section, string token) => new()
    {
        AccessToken = token,
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 8)),
        ExpiresAt = DateTimeOffset.TryParse(section["ExpiresAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end
            : null,
        Scopes = [.. section.GetSection("Scopes").GetChildren().Select(scope => scope.Value).OfType<string>()],
    };
}
