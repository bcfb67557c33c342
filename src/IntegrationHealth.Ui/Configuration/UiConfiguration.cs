using System.Text.Json.Serialization;

namespace IntegrationHealth.Ui.Configuration;

/// <summary>What the client must know before its first call. Addresses are relative to the interface's root, or absolute.</summary>
/// <param name="Title">What the interface is called.</param>
/// <param name="ApiUrl">Before <c>integrations/health</c>, with a slash at its end; null when the endpoints are not mapped.</param>
/// <param name="User">Display name; null when nobody is signed in as the host sees it.</param>
/// <param name="UserKey">Tells people apart whose data may be kept in the same browser; says nothing about them.</param>
/// <param name="Administrator">True when the host lets this person call the administrator routes.</param>
/// <param name="SignInUrl">The host's sign-in; holds <c>{returnUrl}</c> where the way back goes.</param>
/// <param name="SignOutUrl">Takes a POST.</param>
/// <param name="AccessTokenUrl">Hands out bearer tokens; null where the cookie is enough.</param>
/// <param name="ThemeUrl">Style sheet of the host.</param>
internal sealed record UiConfiguration(
    string Title, string? ApiUrl, string? User, string? UserKey, bool Administrator, string? SignInUrl, string? SignOutUrl, string? AccessTokenUrl,
    string? ThemeUrl);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UiConfiguration))]
internal sealed partial class UiConfigurationJson : JsonSerializerContext;
