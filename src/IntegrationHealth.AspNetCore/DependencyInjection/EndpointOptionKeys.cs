using OptionKey = IntegrationHealth.DependencyInjection.OptionKey<IntegrationHealth.DependencyInjection.IntegrationHealthEndpointOptions>;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Every key of <see cref="IntegrationHealthEndpointOptions"/>. What opens the routes to everybody is not among them.</summary>
internal static class EndpointOptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.Text("OwnerPolicy", (o, v) => o.OwnerPolicy = v),
        OptionKey.Text("AdminPolicy", (o, v) => o.AdminPolicy = v),
        OptionKey.Text("PublicUrl", (o, v) => o.PublicUrl = v),
        OptionKey.Duration("ManualCheckInterval", TimeSpan.Zero, TimeSpan.FromDays(1), o => o.ManualCheckInterval, (o, v) => o.ManualCheckInterval = v),
        OptionKey.Number("ManualChecksPerOwner", 0, 10_000, o => o.ManualChecksPerOwner, (o, v) => o.ManualChecksPerOwner = v),
        OptionKey.Number("CallsPerMinute", 0, 1_000_000, o => o.CallsPerMinute, (o, v) => o.CallsPerMinute = v),
        OptionKey.Number("HubSubscriptionsPerConnection", 1, 10_000, o => o.HubSubscriptionsPerConnection, (o, v) => o.HubSubscriptionsPerConnection = v),
        OptionKey.Number("HubConnectionsPerOwner", 1, 100_000, o => o.HubConnectionsPerOwner, (o, v) => o.HubConnectionsPerOwner = v),
        OptionKey.List("HubAllowedOrigins", (o, v) => o.HubAllowedOrigins.Add(v)),
    ];
}
