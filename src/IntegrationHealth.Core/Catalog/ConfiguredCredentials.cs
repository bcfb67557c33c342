using System.Globalization;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.Catalog;

/// <summary>What is wrong with <c>IntegrationHealth:Credentials</c>. A key that nobody reads is most likely a typing mistake, and behind it stands a secret.</summary>
internal static class ConfiguredCredentials
{
    private static readonly string[] Keys = ["AccessToken", "RefreshToken", "ExpiresAt", "Scopes", "AppToken", "ClientId"];

    public static IEnumerable<string> Faults(IConfiguration? configuration) =>
        configuration?.GetSection("IntegrationHealth:Credentials").GetChildren().SelectMany(FaultsOf) ?? [];

    public static bool TryReadEnd(string? text, out DateTimeOffset end) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out end);

    private static IEnumerable<string> FaultsOf(IConfigurationSection credential)
    {
        if (!string.IsNullOrEmpty(credential.Value))
            yield return $"{credential.Path}: a value is not allowed here; write {string.Join(", ", Keys)} under it.";
        foreach (var key in credential.GetChildren().Where(child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            yield return $"{key.Path}: nobody reads this key; allowed are {string.Join(", ", Keys)}. An id with a colon cannot be named in configuration.";
        if (credential["ExpiresAt"] is { Length: > 0 } end && !TryReadEnd(end, out _))
            yield return $"{credential.Path}:ExpiresAt: this is not a time ({OptionsReader.Describe("ExpiresAt", end)}); write ISO 8601, such as 2026-01-31T12:00:00Z.";
        if (credential.GetSection("Scopes").Value is { Length: > 0 })
            yield return $"{credential.Path}:Scopes: a value is not allowed here; write {credential.Path}:Scopes:0 and so on.";
    }
}
