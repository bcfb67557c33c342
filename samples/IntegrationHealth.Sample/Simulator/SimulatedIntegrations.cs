using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>Watches the simulated connections. They are fixed in code, so their loopback address is trusted.</summary>
internal static class SimulatedIntegrations
{
    /// <summary>Short, so that a visitor sees things move.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Above this many, the host's default interval keeps the load of the simulator small.</summary>
    private const int MostAtShortInterval = 1000;

    private static readonly TimeSpan DegradedLatency = ProviderSimulator.SlowAnswer * 2 / 3;

    public static IIntegrationHealthBuilder AddSimulated(this IIntegrationHealthBuilder health, ProviderSimulator? simulator, int count)
    {
        if (simulator is null)
            return health;
        for (var number = 1; number <= count; number++)
            health.AddIntegration(Integration(SimulatedFleet.Number(number), simulator.BaseAddress, count <= MostAtShortInterval ? Interval : null));
        return health.Configure(options => options.Checks.DegradedLatency ??= DegradedLatency).UseSimulatedCredentials(simulator);
    }

    /// <summary>Puts the simulated accounts' tokens before whatever hands out tokens so far.</summary>
    private static IIntegrationHealthBuilder UseSimulatedCredentials(this IIntegrationHealthBuilder health, ProviderSimulator simulator)
    {
        var others = health.Services.Last(service => service.ServiceType == typeof(ICredentialProvider)).ImplementationType!;
        health.Services.AddSingleton<ICredentialProvider>(services => new SimulatedCredentials(
            (ICredentialProvider)ActivatorUtilities.CreateInstance(services, others), simulator,
            services.GetRequiredService<SimulatedConsents>(), services.GetRequiredService<TimeProvider>()));
        return health;
    }

    private static Integration Integration(SimulatedConnection connection, Uri simulator, TimeSpan? interval) => new()
    {
        Id = connection.Id,
        Provider = connection.Provider,
        Name = connection.Name,
        OwnerId = connection.OwnerId,
        Tags = ["simulated", connection.Service],
        Interval = interval,
        Origin = IntegrationOrigin.Code,
        Settings = connection.Provider switch
        {
            "http" => Http(connection, simulator),
            "mcp" => Mcp(connection, simulator),
            _ => Vendor(simulator),
        },
    };

    /// <summary>Gmail, Calendar and Slack know what to ask: only the address is another.</summary>
    private static JsonElement Vendor(Uri simulator) =>
        JsonSerializer.SerializeToElement(new { BaseAddress = simulator }, JsonSerializerOptions.Web);

    /// <summary>A mailbox behind an MCP server is checked as a mailbox.</summary>
    private static JsonElement Mcp(SimulatedConnection connection, Uri simulator) =>
        JsonSerializer.SerializeToElement(new { Endpoint = new Uri(simulator, connection.Probe.Path), Service = "gmail" }, JsonSerializerOptions.Web);

    private static JsonElement Http(SimulatedConnection connection, Uri simulator) => JsonSerializer.SerializeToElement(
        new
        {
            Url = new Uri(simulator, connection.Probe.Path),
            JsonPath = connection.Probe.Field,
            JsonEquals = connection.Probe.Value,
            Headers = new Dictionary<string, string> { ["User-Agent"] = "IntegrationHealth-Sample" },
        },
        JsonSerializerOptions.Web);
}
