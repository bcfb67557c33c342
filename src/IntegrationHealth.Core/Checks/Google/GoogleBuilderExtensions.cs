using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Google;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds integrations with Google's services.</summary>
public static class GoogleBuilderExtensions
{
    /// <summary>Watches a connection to a Gmail mailbox. Its token comes from the host's <see cref="ICredentialProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration; also its name.</param>
    /// <param name="configure">Says which account and scopes are expected.</param>
    public static IIntegrationHealthBuilder AddGmail(this IIntegrationHealthBuilder builder, string id, Action<GmailSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        var settings = new GmailSettings();
        configure?.Invoke(settings);
        return builder.AddIntegration(new Integration
        {
            Id = id,
            Provider = GmailProvider.Name,
            Name = id,
            Settings = JsonSerializer.SerializeToElement(settings, VendorSettingsJson.Default.GmailSettings),
        });
    }

    /// <summary>Watches a connection to a Google calendar. Its token comes from the host's <see cref="ICredentialProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration; also its name.</param>
    /// <param name="configure">Says which account, calendar and rights are expected.</param>
    public static IIntegrationHealthBuilder AddGoogleCalendar(
        this IIntegrationHealthBuilder builder, string id, Action<GoogleCalendarSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        var settings = new GoogleCalendarSettings();
        configure?.Invoke(settings);
        return builder.AddIntegration(new Integration
        {
            Id = id,
            Provider = GoogleCalendarProvider.Name,
            Name = id,
            Settings = JsonSerializer.SerializeToElement(settings, VendorSettingsJson.Default.GoogleCalendarSettings),
        });
    }
}
