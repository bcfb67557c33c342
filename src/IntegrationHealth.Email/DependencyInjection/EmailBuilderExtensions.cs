using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Email;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds e-mail to a host.</summary>
public static class EmailBuilderExtensions
{
    /// <summary>Adds the type <c>email</c>, so that channels of it can be made in configuration and at run time.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the host's mail server; what <c>IntegrationHealth:Email</c> says is read before.</param>
    public static IIntegrationHealthBuilder AddEmail(this IIntegrationHealthBuilder builder, Action<EmailServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<EmailServerOptions>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<EmailServerOptions>, EmailOptionsReader>());
        if (configure is not null)
            builder.Services.Configure(configure);
        builder.Services.TryAddSingleton<DeliveredRecipients>();
        builder.Services.TryAddSingleton<EmailSender>();
        builder.Services.TryAddSingleton(new CertificateTrust());
        return builder.AddNotificationChannelType<EmailChannel>();
    }

    /// <summary>Adds a channel fixed in code: mail to <paramref name="to"/> through the host's mail server.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the channel; also its name.</param>
    /// <param name="to">A recipient.</param>
    /// <param name="configure">Adds recipients, or names another server.</param>
    /// <param name="password">The password of that other server.</param>
    public static IIntegrationHealthBuilder AddEmailChannel(
        this IIntegrationHealthBuilder builder, string id, string to, Action<EmailChannelSettings>? configure = null, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(to);
        var settings = new EmailChannelSettings { To = [to] };
        configure?.Invoke(settings);
        return builder.AddEmail().AddNotificationChannel(new NotificationChannel
        {
            Id = id,
            Name = id,
            Type = EmailChannel.TypeName,
            Settings = JsonSerializer.SerializeToElement(settings, EmailSettingsJson.Default.EmailChannelSettings),
            Secret = password,
        });
    }

    /// <summary>Reads <c>IntegrationHealth:Email</c> key by key, without reflection.</summary>
    private sealed class EmailOptionsReader(IConfiguration? configuration = null) : IConfigureOptions<EmailServerOptions>
    {
        private static readonly string[] Keys = ["Host", "Port", "Security", "Username", "Password", "From"];

        public void Configure(EmailServerOptions options)
        {
            if (configuration?.GetSection(EmailServerOptions.SectionName) is not { } section)
                return;
            foreach (var key in section.GetChildren().Select(child => child.Key).Where(key => !Keys.Contains(key, StringComparer.OrdinalIgnoreCase)))
                throw new OptionsValidationException(EmailServerOptions.SectionName, typeof(EmailServerOptions), [$"{EmailServerOptions.SectionName}:{key}: nobody reads this key; allowed are {string.Join(", ", Keys)}."]);
            options.Host = section["Host"] ?? options.Host;
            options.Security = section["Security"] ?? options.Security;
            options.Username = section["Username"] ?? options.Username;
            options.Password = section["Password"] ?? options.Password;
            options.From = section["From"] ?? options.From;
            if (section["Port"] is not { } port)
                return;
            options.Port = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new OptionsValidationException(EmailServerOptions.SectionName, typeof(EmailServerOptions),
                    [$"{EmailServerOptions.SectionName}:Port: '{port}' is not allowed; it must be a whole number from 1 to 65535."]);
        }
    }
}
