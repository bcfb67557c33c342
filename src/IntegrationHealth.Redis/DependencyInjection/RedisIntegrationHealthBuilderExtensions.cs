using IntegrationHealth.Caching;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Hosts;
using IntegrationHealth.Redis;
using IntegrationHealth.Redis.Caching;
using IntegrationHealth.Redis.Connections;
using IntegrationHealth.Redis.Hosts;
using IntegrationHealth.Redis.Scheduling;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Shares the work between hosts through Redis.</summary>
public static class RedisIntegrationHealthBuilderExtensions
{
    /// <summary>
    /// Hosts that name the same Redis and the same storage share the checks: each is made by one of them, and numbers that one
    /// host read serve the others. Redis 6.2 or newer, a cluster included;
    /// it keeps nothing that cannot be lost. The storage must be one that hosts share, such as PostgreSQL.
    /// </summary>
    /// <param name="builder">What <c>AddIntegrationHealth</c> hands out.</param>
    /// <param name="connectionString">StackExchange.Redis' own, as in <c>localhost:6379,password=secret</c>.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The connection string names no server, or an option is not allowed.</exception>
    public static IIntegrationHealthBuilder UseRedis(
        this IIntegrationHealthBuilder builder, string connectionString, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new RedisOptions();
        configure?.Invoke(options);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.RemoveAll<RedisSettings>().AddSingleton(new RedisSettings(connectionString, options));
        services.TryAddSingleton<RedisConnection>();
        services.RemoveAll<ICheckQueue>().AddSingleton<ICheckQueue, RedisCheckQueue>();
        services.RemoveAll<IHostDirectory>().AddSingleton<IHostDirectory, RedisHostDirectory>();
        services.RemoveAll<IHostChannel>().AddSingleton<IHostChannel, RedisHostChannel>();
        services.RemoveAll<ISharedCache>().AddSingleton<ISharedCache, RedisSharedCache>();
        return builder;
    }
}
