using IntegrationHealth.Alerting.Channels.Http;
using IntegrationHealth.Alerting.Channels.PagerDuty;
using IntegrationHealth.Alerting.Channels.Slack;
using IntegrationHealth.Alerting.Channels.Teams;
using IntegrationHealth.Alerting.Channels.Webhook;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHealth.Alerting.Channels;

internal static class ChannelServices
{
    /// <summary>The types of channel that need nothing but HTTP, and the delivery from the outbox.</summary>
    public static void AddChannels(this IServiceCollection services)
    {
        services.TryAddSingleton<ChannelHttp>();
        services.TryAddSingleton<MessageTemplates>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, WebhookChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, SlackChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, TeamsChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, PagerDutyChannel>());
        services.TryAddSingleton<OwnerChannels>();
        services.TryAddSingleton<ChannelDirectory>();
        services.TryAddSingleton<FailingStretches>();
        services.TryAddSingleton<ChannelSupervisor>();
        services.TryAddSingleton<ChannelTester>();

        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton(static _ => new Jitter(new Random()));
        services.TryAddSingleton<ChannelLanes>();
        services.TryAddSingleton<AlertCommitter>();
        services.TryAddSingleton<DeliveryMetrics>();
        services.TryAddSingleton<GivenUpNotices>();
        services.TryAddSingleton<DeliveryWriter>();
        services.TryAddSingleton<DeliveryRunner>();
    }
}
