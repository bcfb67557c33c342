using System.Diagnostics.CodeAnalysis;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a host may set up about alerts.</summary>
public static class AlertingBuilderExtensions
{
    /// <summary>Adds a rule fixed in code. What is wrong with it stops the start.</summary>
    public static IIntegrationHealthBuilder AddAlertRule(this IIntegrationHealthBuilder builder, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(rule);
        builder.Services.AddSingleton(new CodeAlertRule(rule));
        return builder;
    }

    /// <summary>Adds a channel fixed in code, its secret in clear. What is wrong with it stops the start.</summary>
    public static IIntegrationHealthBuilder AddNotificationChannel(this IIntegrationHealthBuilder builder, NotificationChannel channel)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(channel);
        builder.Services.AddSingleton(new CodeNotificationChannel(channel));
        return builder;
    }

    /// <summary>Adds an escalation policy fixed in code. What is wrong with it stops the start.</summary>
    public static IIntegrationHealthBuilder AddEscalationPolicy(this IIntegrationHealthBuilder builder, EscalationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(policy);
        builder.Services.AddSingleton(new CodeEscalationPolicy(policy));
        return builder;
    }

    /// <summary>Adds a type of channel, one instance for the host.</summary>
    public static IIntegrationHealthBuilder AddNotificationChannelType<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TChannel>(this IIntegrationHealthBuilder builder)
        where TChannel : class, INotificationChannel
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, TChannel>());
        return builder;
    }

    /// <summary>Tells owners about their own integrations, on the channels that <typeparamref name="TChannels"/> answers, under rules that say so.</summary>
    public static IIntegrationHealthBuilder UseOwnerNotifications<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TChannels>(this IIntegrationHealthBuilder builder)
        where TChannels : class, IOwnerNotificationChannels
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IOwnerNotificationChannels, TChannels>());
        return builder;
    }

    /// <summary>Tells <typeparamref name="TSubscriber"/>, one instance for the host, of every alert that changes.</summary>
    public static IIntegrationHealthBuilder AddAlertEventSubscriber<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSubscriber>(this IIntegrationHealthBuilder builder)
        where TSubscriber : class, IAlertEventSubscriber
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAlertEventSubscriber, TSubscriber>());
        return builder;
    }
}
