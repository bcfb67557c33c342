using HealthChecks.NpgSql;
using HealthChecks.Redis;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Sample.Settings;

namespace IntegrationHealth.Sample.Watching;

/// <summary>Watches real servers through health checks that exist already.</summary>
internal static class WatchedServers
{
    private const string Owner = "alice";

    public static IIntegrationHealthBuilder AddWatchedServers(this IIntegrationHealthBuilder health, SampleSettings settings)
    {
        if (settings.WatchPostgreSql is { } postgreSql)
        {
            health.AddHealthCheck("postgresql", _ => new NpgSqlHealthCheck(new NpgSqlHealthCheckOptions(postgreSql)), options =>
            {
                options.Name = "PostgreSQL";
                options.OwnerId = Owner;
                options.Tags.Add("server");
            });
        }
        if (settings.WatchRedis is { } redis)
        {
            health.AddHealthCheck("redis", _ => new RedisHealthCheck(redis), options =>
            {
                options.Name = "Redis";
                options.OwnerId = Owner;
                options.Tags.Add("server");
            });
        }
        return health;
    }
}
