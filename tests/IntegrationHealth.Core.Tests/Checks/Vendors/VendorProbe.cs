using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks.Vendors;

/// <summary>A vendor's checker as a host has it: registered, with the real ways out.</summary>
internal sealed class VendorProbe : IDisposable
{
    /// <summary>Looks like none of the vendors' tokens, so that only knowing it keeps it out of results.</summary>
    public const string Token = "the-host-token-0123456789";

    private readonly ServiceProvider _services;

    /// <param name="configure">Options of the host.</param>
    /// <param name="way">Takes the place of the network, for what no server here can do.</param>
    public VendorProbe(Action<IntegrationHealthOptions>? configure = null, HttpMessageHandler? way = null)
    {
        var collection = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        collection.Configure(configure ?? (_ => { }));
        collection.AddOutboundHttp().AddVendorClient();
        if (way is not null)
            collection.AddHttpClient(OutboundHttp.TrustedClient).ConfigurePrimaryHttpMessageHandler(() => way);
        _services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(HttpProbe.Now);

    public IServiceProvider Services => _services;

    public VendorClient Client => _services.GetRequiredService<VendorClient>();

    public static Credential Credential(int? endsInMinutes = 30, params string[] scopes) =>
        HttpProbe.Token(endsInMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null, Token) with { Scopes = scopes };

    public async Task<CheckResult> CheckAsync(
        ProviderDefinition definition, object settings, Credential? credential, CancellationToken? cancellationToken = null)
    {
        definition.Validate!(settings).Should().BeEmpty();
        var integration = new Integration { Id = "one", Provider = definition.Name, Name = "One", Origin = IntegrationOrigin.Configuration };
        var result = await definition.CreateChecker(_services).CheckAsync(
            new CheckContext(integration, settings, credential), cancellationToken ?? TestContext.Current.CancellationToken);
        ShouldShowNoToken(result);
        return result;
    }

    /// <summary>As a host checks: one checker for all, whatever it remembers.</summary>
    public static async Task<CheckResult> CheckAsync(IIntegrationChecker checker, CheckContext context)
    {
        var result = await checker.CheckAsync(context, TestContext.Current.CancellationToken);
        ShouldShowNoToken(result);
        return result;
    }

    public void Dispose() => _services.Dispose();

    private static void ShouldShowNoToken(CheckResult result)
    {
        var shown = string.Join('\n', [
            result.ToString(), result.Failure?.ToString() ?? "", .. result.Data?.Values ?? [], .. result.Capabilities.Select(one => one.ToString())]);
        shown.Should().NotContain(Token[..16]);
    }
}
