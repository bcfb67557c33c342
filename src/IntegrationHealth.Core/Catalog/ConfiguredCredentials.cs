using System.Globalization;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.Catalog;

/// <summary>
/// The section <c>IntegrationHealth:Credentials</c>. A key that nobody reads is most likely a typing mistake, and behind it stands a secret. Only
/// where somebody reads the section is it judged: a host with credentials of its own may keep anything there.
/// </summary>
internal sealed class ConfiguredCredentials(IConfiguration? configuration = null)
{
    private const string Section = "IntegrationHealth:Credentials";

    private static readonly string[] Keys = ["AccessToken", "RefreshToken", "ExpiresAt", "Scopes", "AppToken", "ClientId"];

    private volatile bool _isRead;

    /// <summary>For whoever hands out credentials from the section, once: also one that another provider wraps gets it judged.</summary>
    /// <returns>The host's configuration.</returns>
    public IConfiguration? Open()
    {
        _isRead = true;
        return configuration;
    }

    /// <summary>What is wrong with the section, if anybody reads it.</summary>
    public IEnumerable<string> Faults() =>
        _isRead ? configuration?.GetSection(Section).GetChildren().SelectMany(FaultsOf) ?? [] : [];

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
