using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds integrations with the preset APIs. Their tokens come from the host's <see cref="ICredentialProvider"/>; the id is also the name.</summary>
public static class PresetBuilderExtensions
{
    /// <summary>Watches a connection to GitHub.</summary>
    public static IIntegrationHealthBuilder AddGitHub(this IIntegrationHealthBuilder builder, string id, Action<ApiSettings>? configure = null) =>
        Add(builder, id, GitHub.Preset, VendorSettingsJson.Default.ApiSettings, configure);

    /// <summary>Watches a connection to Microsoft 365.</summary>
    public static IIntegrationHealthBuilder AddMicrosoftGraph(this IIntegrationHealthBuilder builder, string id, Action<MicrosoftGraphSettings>? configure = null) =>
        Add(builder, id, MicrosoftGraph.Preset, VendorSettingsJson.Default.MicrosoftGraphSettings, configure);

    /// <summary>Watches a connection to Stripe.</summary>
    public static IIntegrationHealthBuilder AddStripe(this IIntegrationHealthBuilder builder, string id, Action<StripeSettings>? configure = null) =>
        Add(builder, id, Stripe.Preset, VendorSettingsJson.Default.StripeSettings, configure);

    /// <summary>Watches a connection to HubSpot.</summary>
    public static IIntegrationHealthBuilder AddHubSpot(this IIntegrationHealthBuilder builder, string id, Action<ApiSettings>? configure = null) =>
        Add(builder, id, HubSpot.Preset, VendorSettingsJson.Default.ApiSettings, configure);

    /// <summary>Watches a connection to a Salesforce organisation.</summary>
    public static IIntegrationHealthBuilder AddSalesforce(this IIntegrationHealthBuilder builder, string id, Action<SalesforceSettings> configure) =>
        Add(builder, id, Salesforce.Preset, VendorSettingsJson.Default.SalesforceSettings, configure);

    /// <summary>Watches a connection to a Notion workspace.</summary>
    public static IIntegrationHealthBuilder AddNotion(this IIntegrationHealthBuilder builder, string id, Action<ApiSettings>? configure = null) =>
        Add(builder, id, Notion.Preset, VendorSettingsJson.Default.ApiSettings, configure);

    /// <summary>Watches a connection to Jira.</summary>
    public static IIntegrationHealthBuilder AddJira(this IIntegrationHealthBuilder builder, string id, Action<JiraSettings>? configure = null) =>
        Add(builder, id, Jira.Preset, VendorSettingsJson.Default.JiraSettings, configure);

    private static IIntegrationHealthBuilder Add<TSettings>(
        IIntegrationHealthBuilder builder, string id, Preset preset, JsonTypeInfo<TSettings> type, Action<TSettings>? configure)
        where TSettings : ApiSettings, new()
    {
        ArgumentNullException.ThrowIfNull(id);
        var settings = new TSettings();
        configure?.Invoke(settings);
        return builder.AddIntegration(new Integration
        {
            Id = id,
            Provider = preset.Name,
            Name = id,
            Settings = JsonSerializer.SerializeToElement(settings, type),
        });
    }
}
