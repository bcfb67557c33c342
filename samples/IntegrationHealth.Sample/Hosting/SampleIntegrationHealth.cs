using IntegrationHealth.Reading;
using IntegrationHealth.Sample.Reconnecting;
using IntegrationHealth.Sample.Settings;
using IntegrationHealth.Sample.SignIn;
using IntegrationHealth.Sample.Simulator;
using IntegrationHealth.Sample.Watching;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>What a host of its own would write: what is watched, where results are kept, who may read them.</summary>
internal static class SampleIntegrationHealth
{
    public static void AddSampleIntegrationHealth(this IServiceCollection services, SampleSettings settings, ProviderSimulator? simulator)
    {
        services.AddSingleton(settings);
        services.AddSingleton<SimulatedConsents>();
        services.AddSingleton<IRecoveryLinks, SampleRecoveryLinks>();
        services.AddIntegrationHealth(health =>
        {
            if (settings.Storage == SampleStorage.Sqlite)
                health.UseSqlite(settings.ConnectionString);
            if (settings.Storage == SampleStorage.PostgreSql)
                health.UsePostgreSql(settings.ConnectionString).UsePostgreSqlQueue();
            if (settings.Redis is { } redis)
                health.UseRedis(redis);
            health.AddMcpProvider();
            health.AddEmail();
            health.AddSimulated(simulator, settings.SimulatedIntegrations);
            health.AddWatchedServers(settings);
        });
        services.AddHealthChecks().AddIntegrationHealth().AddIntegrationHealthSelf();
    }

    public static void MapSampleIntegrationHealth(this WebApplication app) => app.MapIntegrationHealth(options =>
    {
        options.PublicUrl ??= app.Services.GetRequiredService<SampleSettings>().PublicUrl;
        options.OwnerPolicy = DemoSignIn.OwnerPolicy;
        options.AdminPolicy = DemoSignIn.AdminPolicy;
    });
}
