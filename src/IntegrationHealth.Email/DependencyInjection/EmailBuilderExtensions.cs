using System.Text.Json;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Email;
using IntegrationHealth.Email.DependencyInjection;
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
        builder.Services.AddOptions<EmailServerOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<EmailServerOptions>, EmailOptionsReader>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmailServerOptions>, EmailOptionsValidator>());
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
}
