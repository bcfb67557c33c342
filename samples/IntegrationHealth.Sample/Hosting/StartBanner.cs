using IntegrationHealth.Sample.Settings;
using IntegrationHealth.Sample.SignIn;
using IntegrationHealth.Sample.Simulator;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>Says at the start where things are.</summary>
internal static class StartBanner
{
    public static void PrintWhenStarted(this WebApplication app, SampleSettings settings, ProviderSimulator? simulator) =>
        app.Lifetime.ApplicationStarted.Register(() => Console.Out.Write(Text(Addresses(app), settings, simulator, app.Environment)));

    private static string[] Addresses(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    private static string Text(string[] addresses, SampleSettings settings, ProviderSimulator? simulator, IHostEnvironment environment)
    {
        var root = addresses.FirstOrDefault() ?? SampleDefaults.Url;
        var signIn = DemoSignIn.IsAllowedIn(environment)
            ? string.Join(", ", DemoSignIn.Owners.Keys) + " (Authorization: Bearer ...)"
            : $"refused: demo tokens are not accepted in environment {environment.EnvironmentName}";
        return $"""

            IntegrationHealth sample
              Listening on  {string.Join(", ", addresses)}
              Interface     {root}/integration-health
              Storage       {Stored(settings)}
              Simulator     {Simulated(settings, simulator)}
              Watching      {Watched(settings)}
              Sign-in       {signIn}
              Try           curl -H "Authorization: Bearer demo-alice" {root}/api/integrations/health


            """;
    }

    private static string Stored(SampleSettings settings)
    {
        if (settings.Storage != SampleStorage.PostgreSql)
            return settings.StorageFile ?? "memory (gone at the next start)";
        var server = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        return $"PostgreSQL at {server.Host}:{server.Port}, database {server.Database ?? server.Username}";
    }

    private static string Simulated(SampleSettings settings, ProviderSimulator? simulator) =>
        simulator is null ? "off" : $"{simulator.BaseAddress} with {settings.SimulatedIntegrations} integrations";

    private static string Watched(SampleSettings settings)
    {
        string?[] watched = [settings.WatchPostgreSql is null ? null : "PostgreSQL", settings.WatchRedis is null ? null : "Redis"];
        return watched.Any(name => name is not null) ? string.Join(", ", watched.Where(name => name is not null)) : "no servers (Sample:WatchPostgreSql, Sample:WatchRedis)";
    }
}
