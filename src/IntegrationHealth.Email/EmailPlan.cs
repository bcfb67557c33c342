using System.Globalization;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Channels.Http;
using IntegrationHealth.Catalog;
using MailKit.Security;
using MimeKit;

namespace IntegrationHealth.Email;

/// <summary>Which server, which sender, which recipients: a channel's own settings over the host's.</summary>
internal sealed record EmailPlan(
    string Host, int Port, SecureSocketOptions Security, string? Username, string? Password, bool Guarded, MailboxAddress From,
    IReadOnlyList<MailboxAddress> To, string? UnsubscribeUrl)
{
    private const int MostRecipients = 50;

    /// <summary>What <c>security</c> may be.</summary>
    public static IReadOnlyList<string> Securities { get; } = ["startTls", "tls", "none"];

    /// <summary>The plan; null, with every value at fault, when there is none.</summary>
    public static EmailPlan? TryMake(NotificationChannel channel, EmailServerOptions server, List<IntegrationValidationError> errors)
    {
        var before = errors.Count;
        if (ChannelRules.Read(channel, EmailSettingsJson.Default.EmailChannelSettings, errors) is not { } settings)
            return null;
        // A server of the channel's own is asked with the channel's own name and password: the host's must not go to another server.
        var own = settings.Host is not null;
        var host = settings.Host ?? server.Host;
        if (string.IsNullOrWhiteSpace(host) || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            errors.Add(new("settings.host", host is null
                ? $"settings.host is missing; give it here, or for all channels in {EmailServerOptions.SectionName}:Host."
                : $"settings.host '{Visible(host)}' is not the name or address of a server."));
        }

        var security = SecurityOf(settings.Security ?? (own ? "startTls" : server.Security), errors);
        var port = settings.Port ?? (own ? null : server.Port) ?? (security == SecureSocketOptions.SslOnConnect ? 465 : 587);
        if (port is < 1 or > 65_535)
            errors.Add(new("settings.port", string.Create(CultureInfo.InvariantCulture, $"settings.port is '{port}'; allowed is 1 to 65535.")));
        var from = Address("settings.from", settings.From ?? server.From, errors);
        if (settings.To.Count is 0 or > MostRecipients)
            errors.Add(new("settings.to", $"settings.to holds {settings.To.Count} addresses; allowed are 1 to {MostRecipients}."));
        MailboxAddress?[] to = [.. settings.To.Select((address, index) => Address($"settings.to[{index}]", address, errors))];
        if (settings.UnsubscribeUrl is not null && MessageLinks.Safe(settings.UnsubscribeUrl) is null)
            errors.Add(new("settings.unsubscribeUrl", "settings.unsubscribeUrl is not allowed; it must be an absolute http or https address."));
        var username = settings.Username ?? (own ? null : server.Username);
        var password = channel.Secret ?? (own ? null : server.Password);
        if (username is not null && (password is null || username.Any(char.IsControl)))
            errors.Add(new(password is null ? "secret" : "settings.username", password is null
                ? "secret is missing: settings.username needs a password."
                : "settings.username is not allowed: it holds a line break or another control character."));
        return errors.Count > before
            ? null
            : new EmailPlan(host!, port, security, username, password,
                Guarded: own && channel.Origin == ConfigurationOrigin.Runtime, from!, [.. to.OfType<MailboxAddress>()], MessageLinks.Safe(settings.UnsubscribeUrl));
    }

    private static SecureSocketOptions SecurityOf(string security, List<IntegrationValidationError> errors)
    {
        switch (security)
        {
            case "startTls":
                return SecureSocketOptions.StartTls;
            case "tls":
                return SecureSocketOptions.SslOnConnect;
            case "none":
                return SecureSocketOptions.None;
            default:
                errors.Add(new("settings.security", $"settings.security is '{Visible(security)}'; allowed is {string.Join(", ", Securities)}."));
                return SecureSocketOptions.StartTls;
        }
    }

    /// <summary>One address. A line break in it would start another header, or another command to the server.</summary>
    private static MailboxAddress? Address(string field, string? text, List<IntegrationValidationError> errors)
    {
        if (text is { Length: > 0 and <= 320 } && !text.Any(char.IsControl) && MailboxAddress.TryParse(text, out var address)
            && address.Address.Length <= 254 && address.Address.IndexOf('@', StringComparison.Ordinal) > 0
            && !address.Address.Any(character => char.IsWhiteSpace(character) || character is '"' or '<' or '>'))
        {
            return address;
        }

        errors.Add(new(field, string.IsNullOrEmpty(text)
            ? $"{field} is missing; it must be an address such as ops@example.com."
            : $"{field} '{Visible(text)}' is not an address such as ops@example.com or Ops <ops@example.com>."));
        return null;
    }

    private static string Visible(string text) =>
        NotificationText.Shorten(string.Concat(text.Select(character => char.IsControl(character) ? '?' : character)), 100);
}
