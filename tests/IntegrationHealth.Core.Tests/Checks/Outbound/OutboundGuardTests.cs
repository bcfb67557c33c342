using System.Net;
using System.Net.Sockets;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Checks.Outbound;

public sealed class OutboundGuardTests
{
    [Theory]
    [InlineData(IntegrationOrigin.Runtime)]
    [InlineData(IntegrationOrigin.Source)]
    public async Task CheckAsync_LoopbackTypedByUser_IsRefused(IntegrationOrigin origin)
    {
        var asked = false;
        await using var server = await LocalServer.StartAsync(_ =>
        {
            asked = true;
            return Task.CompletedTask;
        });
        using var probe = new HttpProbe();

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, origin: origin);

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Failure.IsDefinitive.Should().BeTrue();
        result.Failure.Message.Should().Contain("127.0.0.1").And.Contain("IntegrationHealth:Outbound:AllowedNetworks");
        asked.Should().BeFalse();
    }

    [Theory]
    [InlineData(IntegrationOrigin.Code)]
    [InlineData(IntegrationOrigin.Configuration)]
    public async Task CheckAsync_LoopbackFixedByHost_IsReached(IntegrationOrigin origin)
    {
        await using var server = await LocalServer.AnswerAsync(200);
        using var probe = new HttpProbe();

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, origin: origin);

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_LoopbackInAllowedNetworks_IsReached()
    {
        await using var server = await LocalServer.AnswerAsync(200);
        using var probe = new HttpProbe(options => options.Outbound.AllowedNetworks.Add("127.0.0.0/8"));

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, origin: IntegrationOrigin.Runtime);

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://localhost/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task CheckAsync_DisguisedAddress_IsRefused(string url)
    {
        using var probe = new HttpProbe();

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = url }, origin: IntegrationOrigin.Runtime);

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Target.Should().BeNull();
    }

    [Fact]
    public async Task CheckAsync_NameThatTurnsToLoopback_IsRefusedAtEachConnect()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        var answers = new Queue<IPAddress>([IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.1")]);
        using var probe = new HttpProbe(
            options => options.Outbound.AllowedNetworks.Add("127.0.0.2"),
            services => services.AddSingleton<ResolveHost>((_, _) => Task.FromResult(new[] { answers.Dequeue() })));
        var settings = new HttpCheckSettings { Url = $"http://rebind.test:{server.Address.Port}/" };

        // 127.0.0.2 passes and refuses the connection, because the server listens on 127.0.0.1 alone.
        var first = await probe.CheckAsync(settings, origin: IntegrationOrigin.Runtime);
        var second = await probe.CheckAsync(settings, origin: IntegrationOrigin.Runtime);

        first.Failure!.Kind.Should().Be(FailureKind.Network);
        second.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        second.Failure.Message.Should().Contain("rebind.test is 127.0.0.1, a loopback address");
        second.Failure.IsDefinitive.Should().BeFalse("DNS may say something else next time");
        answers.Should().BeEmpty("each connect resolves once and uses that answer");
    }

    [Fact]
    public async Task ConnectAsync_OnlySomeAddressesPermitted_UsesThose()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new OutboundOptions();
        options.AllowedNetworks.Add("127.0.0.1");
        var guard = new OutboundGuard(
            (_, _) => Task.FromResult(new[] { IPAddress.Parse("10.0.0.1"), IPAddress.Loopback }), () => options);

        await using var stream = await guard.ConnectAsync(
            new DnsEndPoint("both.test", ((IPEndPoint)listener.LocalEndpoint).Port), TestContext.Current.CancellationToken);

        using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        ((IPEndPoint)accepted.Client.LocalEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task ConnectAsync_NoAddress_SaysThatTheNameIsUnknown()
    {
        var guard = new OutboundGuard((_, _) => Task.FromResult(Array.Empty<IPAddress>()), () => new OutboundOptions());

        var act = async () => await guard.ConnectAsync(new DnsEndPoint("nowhere.test", 80), TestContext.Current.CancellationToken);

        (await act.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.HostNotFound);
    }

    [Fact]
    public void CreateGuarded_Handler_HasNoProxyThatWouldConnectInItsStead()
    {
        using var handler = OutboundHandlers.CreateGuarded(
            new CertificateExpiries(), new OutboundGuard((_, _) => Task.FromResult(Array.Empty<IPAddress>()), () => new OutboundOptions()));

        handler.UseProxy.Should().BeFalse();
        handler.AllowAutoRedirect.Should().BeFalse();
        handler.UseCookies.Should().BeFalse();
        handler.AutomaticDecompression.Should().Be(DecompressionMethods.None);
    }

    [Fact]
    public void For_Origin_ChoosesTheGuardForWhatUsersTyped()
    {
        using var probe = new HttpProbe();

        probe.Outbound.For(IntegrationOrigin.Source).Should().BeSameAs(probe.Outbound.For(IntegrationOrigin.Runtime));
        probe.Outbound.For(IntegrationOrigin.Code).Should().BeSameAs(probe.Outbound.For(IntegrationOrigin.Configuration));
        probe.Outbound.For(IntegrationOrigin.Code).Should().NotBeSameAs(probe.Outbound.For(IntegrationOrigin.Runtime));
    }

    [Fact]
    public void Note_MoreFarEndsThanFit_ForgetsInsteadOfGrowing()
    {
        var expiries = new CertificateExpiries();
        for (var index = 0; index <= 65_536; index++)
            expiries.Note($"host{index}", HttpProbe.Now);

        expiries.Find("host0").Should().BeNull();
        expiries.Find("HOST65536").Should().Be(HttpProbe.Now);

        expiries.Note("host65536", HttpProbe.Now.AddDays(1));
        expiries.Find("host65536").Should().Be(HttpProbe.Now.AddDays(1));
    }
}
