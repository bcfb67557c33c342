using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using IntegrationHealth.Sample.Settings;
using IntegrationHealth.Sample.Simulator;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IntegrationHealth.Sample.Reconnecting;

/// <summary>Tells the library which page of this host puts a failure right. Real accounts have no such page here.</summary>
internal sealed class SampleRecoveryLinks(IServer server, SampleSettings settings) : IRecoveryLinks
{
    public string? GetUrl(Integration integration, RecoveryAction action) =>
        action is RecoveryAction.Reconnect or RecoveryAction.GrantScopes && SimulatedFleet.Find(integration.Id) is not null
            ? $"{Root}{ReconnectPage.Path}/{integration.Provider}?id={Uri.EscapeDataString(integration.Id)}"
            : null;

    private string Root => settings.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
            .Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal)
        ?? "";
}
