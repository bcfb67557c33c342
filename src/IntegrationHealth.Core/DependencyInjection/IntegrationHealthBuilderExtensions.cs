using System.Diagnostics.CodeAnalysis;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Reading;
using IntegrationHealth.Realtime;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a host may set up.</summary>
public static class IntegrationHealthBuilderExtensions
{
    /// <summary>Changes options in code; what configuration says is read before.</summary>
    public static IIntegrationHealthBuilder Configure(this IIntegrationHealthBuilder builder, Action<IntegrationHealthOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Adds a kind of service.</summary>
    public static IIntegrationHealthBuilder AddProvider(this IIntegrationHealthBuilder builder, ProviderDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(definition);
        builder.Services.AddSingleton(definition);
        return builder;
    }

    /// <summary>Adds an integration fixed in code. What is wrong with it stops the start.</summary>
    public static IIntegrationHealthBuilder AddIntegration(this IIntegrationHealthBuilder builder, Integration integration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(integration);
        builder.Services.AddSingleton(new CodeIntegration(integration));
        return builder;
    }

    /// <summary>
    /// Adds a source of integrations from the host's own tables. It is made anew in a service scope for each read, so it may take the host's
    /// <c>DbContext</c>.
    /// </summary>
    public static IIntegrationHealthBuilder AddIntegrationSource<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(this IIntegrationHealthBuilder builder)
        where TSource : class, IIntegrationSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<TSource>();
        builder.Services.AddSingleton(new SourceRegistration(typeof(TSource).Name, static provider => provider.GetRequiredService<TSource>()));
        return builder;
    }

    /// <summary>Takes access tokens from <typeparamref name="TCredentials"/>, one instance for the host, instead of from configuration.</summary>
    public static IIntegrationHealthBuilder UseCredentials<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCredentials>(this IIntegrationHealthBuilder builder)
        where TCredentials : class, ICredentialProvider
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ICredentialProvider, TCredentials>());
        return builder;
    }

    /// <summary>Links failures to the host's own pages, such as one-click re-authentication.</summary>
    public static IIntegrationHealthBuilder UseRecoveryLinks<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLinks>(this IIntegrationHealthBuilder builder)
        where TLinks : class, IRecoveryLinks
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IRecoveryLinks, TLinks>());
        return builder;
    }

    /// <summary>Tells <typeparamref name="TSubscriber"/>, one instance for the host, of every committed change.</summary>
    public static IIntegrationHealthBuilder AddHealthEventSubscriber<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSubscriber>(this IIntegrationHealthBuilder builder)
        where TSubscriber : class, IHealthEventSubscriber
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthEventSubscriber, TSubscriber>());
        return builder;
    }
}
