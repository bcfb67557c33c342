using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Tests.Checks.Outbound;

public sealed class TokenDestinationTests
{
    [Theory]
    [InlineData(null, IntegrationOrigin.Runtime, true)]
    [InlineData("https://evil.example", IntegrationOrigin.Runtime, false)]
    [InlineData("https://evil.example", IntegrationOrigin.Source, false)]
    [InlineData("https://evil.example", IntegrationOrigin.Configuration, true)]
    [InlineData("https://evil.example", IntegrationOrigin.Code, true)]
    [InlineData("https://graph.microsoft.us/v1", IntegrationOrigin.Runtime, true)]
    [InlineData("https://graph.microsoft.us.evil.example", IntegrationOrigin.Runtime, false)]
    [InlineData("https://graph.microsoft.us:8443", IntegrationOrigin.Runtime, false)]
    [InlineData("http://graph.microsoft.us", IntegrationOrigin.Runtime, false)]
    [InlineData("http://10.1.2.3:8080", IntegrationOrigin.Runtime, true)]
    [InlineData("http://10.2.2.3:8080", IntegrationOrigin.Runtime, false)]
    [InlineData("http://localhost:8080", IntegrationOrigin.Runtime, false)]
    [InlineData("http://10.1.2.3.evil.example", IntegrationOrigin.Runtime, false)]
    public void Refuse_BaseAddress_OnlyWhereTheHostSaysSo(string? address, IntegrationOrigin origin, bool allowed)
    {
        var options = new OutboundOptions();
        options.AllowedNetworks.Add("10.1.0.0/16");
        options.AllowedBaseAddresses.Add("https://graph.microsoft.us");

        var refusal = TokenDestination.Refuse(address, origin, options);

        (refusal is null).Should().Be(allowed);
        if (!allowed)
            (refusal!.Kind, refusal.IsDefinitive).Should().Be((FailureKind.Misconfigured, true));
    }

    [Theory]
    [InlineData("127.0.0.0/8", "http://localhost:8080", true)]
    [InlineData("::1", "http://LOCALHOST:8080", true)]
    [InlineData("127.0.0.0/8", "http://localhost.evil.example", false)]
    [InlineData("127.0.0.0/8", "http://mylocalhost", false)]
    public void Refuse_Localhost_IsThisMachine(string network, string address, bool allowed)
    {
        var options = new OutboundOptions();
        options.AllowedNetworks.Add(network);

        (TokenDestination.Refuse(address, IntegrationOrigin.Runtime, options) is null).Should().Be(allowed);
    }
}
