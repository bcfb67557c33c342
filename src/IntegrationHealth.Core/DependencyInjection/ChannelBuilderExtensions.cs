using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.PagerDuty;
using IntegrationHealth.Alerting.Channels.Slack;
using IntegrationHealth.Alerting.Channels.Teams;
using IntegrationHealth.Alerting.Channels.Webhook;
using IntegrationHealth.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds channels of the built-in types, fixed in code. What is wrong with one stops the start.</summary>
public static class ChannelBuilderExtensions
{
    /// <summary>Tells an address of the host's own, signed as Standard Webhooks says.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the channel; also its name.</param>
    /// <param name="url">An absolute http or https address.</param>
    /// <param name="secret">Signs: <c>whsec_</c> and 24–64 bytes in base64. Unsigned when null.</param>
    /// <param name="configure">Changes format and headers.</param>
    public static IIntegrationHealthBuilder AddWebhook(
        this IIntegrationHealthBuilder builder, string id, string url, string? secret = null, Action<WebhookChannelSettings>? configure = null)
    {
        var settings = new WebhookChannelSettings { Url = url };
        configure?.Invoke(settings);
        return builder.Add(id, WebhookChannel.TypeName, settings, ChannelSettingsJson.Default.WebhookChannelSettings, secret);
    }

    /// <summary>Tells a Slack conversation through an incoming webhook.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the channel; also its name.</param>
    /// <param name="webhookUrl">The address that Slack gave; it is a secret.</param>
    public static IIntegrationHealthBuilder AddSlackChannel(this IIntegrationHealthBuilder builder, string id, string webhookUrl) =>
        builder.Add(id, SlackChannel.TypeName, new SlackChannelSettings(), ChannelSettingsJson.Default.SlackChannelSettings, webhookUrl);

    /// <summary>Tells a Microsoft Teams channel through a workflow.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the channel; also its name.</param>
    /// <param name="workflowUrl">The address of the workflow; it is a secret.</param>
    public static IIntegrationHealthBuilder AddTeamsChannel(this IIntegrationHealthBuilder builder, string id, string workflowUrl) =>
        builder.Add(id, TeamsChannel.TypeName, new TeamsChannelSettings(), ChannelSettingsJson.Default.TeamsChannelSettings, workflowUrl);

    /// <summary>Tells PagerDuty.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">Id of the channel; also its name.</param>
    /// <param name="integrationKey">Integration key of an Events API v2 integration; it is a secret.</param>
    /// <param name="configure">Changes the region.</param>
    public static IIntegrationHealthBuilder AddPagerDuty(
        this IIntegrationHealthBuilder builder, string id, string integrationKey, Action<PagerDutyChannelSettings>? configure = null)
    {
        var settings = new PagerDutyChannelSettings();
        configure?.Invoke(settings);
        return builder.Add(id, PagerDutyChannel.TypeName, settings, ChannelSettingsJson.Default.PagerDutyChannelSettings, integrationKey);
    }

    private static IIntegrationHealthBuilder Add<TSettings>(
        this IIntegrationHealthBuilder builder, string id, string type, TSettings settings, JsonTypeInfo<TSettings> json, string? secret)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(id);
        return builder.AddNotificationChannel(new NotificationChannel
        {
            Id = id,
            Name = id,
            Type = type,
            Settings = JsonSerializer.SerializeToElement(settings, json),
            Secret = secret,
        });
    }
}
