using System.Diagnostics.CodeAnalysis;
using IntegrationHealth.Credentials;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the library refresh the host's tokens.</summary>
public static class OAuthRefreshBuilderExtensions
{
    /// <summary>Refreshes the tokens that <typeparamref name="TStore"/>, one instance for the host, keeps.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Names the client of each provider.</param>
    public static IIntegrationHealthBuilder UseOAuthRefresh<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this IIntegrationHealthBuilder builder, Action<OAuthRefreshOptions> configure)
        where TStore : class, IOAuthTokenStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        builder.Services.TryAddSingleton<TokenEndpoint>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IOAuthTokenStore, TStore>());
        return builder.UseCredentials<OAuthRefreshCredentialProvider>();
    }

    /// <summary>
    /// Refreshes the tokens of <c>IntegrationHealth:Credentials:{integrationId}</c>; what came after is kept in memory. For vendors that rotate
    /// refresh tokens a host needs a store of its own.
    /// </summary>
    public static IIntegrationHealthBuilder UseOAuthRefresh(this IIntegrationHealthBuilder builder, Action<OAuthRefreshOptions> configure) =>
        builder.UseOAuthRefresh<ConfigurationTokenStore>(configure);
}
