using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Channels.Http;

/// <summary>What the settings of several types of channel have in common. Pure.</summary>
internal static class ChannelRules
{
    private const int LongestUrl = 2_048;

    /// <summary>Reads the settings; null, with an error, when they cannot be read.</summary>
    public static T? Read<T>(NotificationChannel channel, JsonTypeInfo<T> type, List<IntegrationValidationError> errors)
        where T : class =>
        (T?)JsonSettings.Read(channel.Settings, type, $"a channel of type '{channel.Type}'", errors);

    /// <summary>The address of a channel whose address is its secret: given as such, or in the settings. Null, with an error, when it is not allowed.</summary>
    public static Uri? UrlOf(NotificationChannel channel, string? url, string example, List<IntegrationValidationError> errors) =>
        TryUrl(channel.Secret ?? url, channel.Secret is null ? "settings.url" : "secret", example, errors, out var uri) ? uri : null;

    /// <summary>An address that can be posted to. The address is not repeated: for some vendors it is the secret.</summary>
    public static bool TryUrl(
        string? url, string field, string example, List<IntegrationValidationError> errors, [NotNullWhen(true)] out Uri? uri)
    {
        if (url is { Length: > 0 and <= LongestUrl } && Uri.TryCreate(url, UriKind.Absolute, out uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0)
        {
            return true;
        }

        uri = null;
        errors.Add(new(field, string.IsNullOrEmpty(url)
            ? $"{field} is missing; it must be an address such as {example}."
            : $"{field} is not allowed; it must be an absolute http or https address of up to {LongestUrl} characters without user name, such as {example}."));
        return false;
    }
}
