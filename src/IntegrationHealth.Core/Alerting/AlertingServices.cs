using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Preview;
using IntegrationHealth.Alerting.Silencing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHealth.Alerting;

internal static class AlertingServices
{
    /// <summary>In the order of the flow.</summary>
    public static void AddAlerting(this IServiceCollection services)
    {
        services.TryAddSingleton<AlertingSignal>();
        services.TryAddSingleton<HostSecretProtector>();
        services.TryAddSingleton<ISecretProtector>(static provider => provider.GetRequiredService<HostSecretProtector>());
        services.TryAddSingleton<FixedAlerting>();
        services.TryAddSingleton<AlertConfiguration>();

        services.TryAddSingleton<AlertClock>();
        services.TryAddSingleton<AlertBook>();
        services.TryAddSingleton<RecentChecks>();
        services.TryAddSingleton<ProviderActivity>();
        services.TryAddSingleton<RuleFaults>();
        services.TryAddSingleton<ResultAlertEvaluator>();
        services.TryAddSingleton<CommittedAlerts>();
        services.TryAddSingleton<JudgedStates>();
        services.TryAddSingleton<AlertTicker>();

        services.TryAddSingleton<Suppressions>();
        services.TryAddSingleton<HostAlertLinkSource>();
        services.TryAddSingleton<IAlertLinks>(static provider => provider.GetRequiredService<HostAlertLinkSource>());
        services.TryAddSingleton<NotificationComposer>();
        services.TryAddSingleton<GroupLooks>();
        services.TryAddSingleton<GroupFlusher>();
        services.TryAddSingleton<EscalationRunner>();
        services.TryAddSingleton<AlertActions>();

        services.AddChannels();
        services.TryAddSingleton<RuleFaultNotices>();
        services.TryAddSingleton<OperationalNotices>();
        services.TryAddSingleton<NoticeEnds>();
        services.TryAddSingleton<RulePreview>();
    }
}
