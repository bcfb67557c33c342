using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Slack integrations.</summary>
public static class SlackBuilderExtensions
{
    /// <summary>Watches a connection to a Slack workspace. Its token comes from the host's <see cref="ICredentialProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the integration; also its name.</param>
    /// <param name="configure">Says which workspace and scopes are expected.</param>
    public static IIntegrationHealthBuilder AddSlack(this IIntegrationHealthBuilder builder, string id, Action<SlackSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        var settings = new SlackSettings();
        configure?.Invoke(settings);
        return builder.AddIntegration(new Integration
        {
            Id = id,
            Provider = SlackProvider.Name,
            Name = id,
            Settings = JsonSerializer.SerializeToElement(settings, VendorSettingsJson.Default.SlackSettings),
        });
    }
}
