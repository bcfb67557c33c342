using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class TlsTests
{
    /// <summary>TLS looks at the machine's clock, so the certificates do too; the checker's clock is set against them.</summary>
    private static readonly DateTimeOffset Today = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("localhost", 30, "not trusted")]
    [InlineData("other.test", 30, "another name")]
    [InlineData("localhost", -1, "not valid at this time; it ends on ")]
    public async Task CheckAsync_CertificateThatIsNotAcceptable_SaysWhy(string name, int endsInDays, string message)
    {
        using var certificate = Create(name, Today.AddDays(endsInDays));
        await using var server = await LocalServer.StartAsync(_ => Task.CompletedTask, certificate);
        using var probe = new HttpProbe();

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = $"https://localhost:{server.Address.Port}/" });

        result.Failure!.Kind.Should().Be(FailureKind.Tls);
        result.Failure.Confidence.Should().Be(Confidence.High);
        result.Failure.Message.Should().Contain(message).And.Contain($"localhost:{server.Address.Port}");
    }

    [Fact]
    public async Task CheckAsync_FarEndWithoutTls_IsTls()
    {
        await using var server = await LocalServer.AnswerAsync(200);
        using var probe = new HttpProbe();

        var result = await probe.CheckAsync(new HttpCheckSettings { Url = $"https://127.0.0.1:{server.Address.Port}/" });

        result.Failure!.Kind.Should().Be(FailureKind.Tls);
    }

    [Theory]
    [InlineData(20, 14, CheckOutcome.Succeeded)]
    [InlineData(14, 14, CheckOutcome.Degraded)]
    [InlineData(3, 14, CheckOutcome.Degraded)]
    [InlineData(3, 0, CheckOutcome.Succeeded)]
    public async Task CheckAsync_TrustedCertificate_WarnsBeforeItsEnd(int daysLeft, int warningDays, CheckOutcome outcome)
    {
        var end = Today.AddDays(60);
        using var certificate = Create("localhost", end);
        await using var server = await LocalServer.StartAsync(_ => Task.CompletedTask, certificate);
        var expiries = new CertificateExpiries();
        using var handler = OutboundHandlers.CreateTrusted(expiries);
        handler.SslOptions.RemoteCertificateValidationCallback = null;
        handler.SslOptions.CertificateChainPolicy = Trusting(certificate);
        using var outbound = new OutboundHttp(new HttpMessageInvoker(handler), new HttpMessageInvoker(new SocketsHttpHandler()), expiries);
        var checker = new HttpChecker(outbound, new FakeTimeProvider(end.AddDays(-daysLeft)));
        var url = $"https://localhost:{server.Address.Port}/";
        var context = new CheckContext(
            new Integration { Id = "api", Provider = "http", Name = "API", Origin = IntegrationOrigin.Code },
            new HttpCheckSettings { Url = url, TlsExpiryWarningDays = warningDays });

        var result = await checker.CheckAsync(context, TestContext.Current.CancellationToken);
        var again = await checker.CheckAsync(context, TestContext.Current.CancellationToken);

        result.Outcome.Should().Be(outcome);
        result.Data!["tlsExpiresAt"].Should().Be($"{end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        again.Data.Should().BeSameAs(result.Data, "the facts of one certificate are made once");
        if (outcome == CheckOutcome.Degraded)
        {
            result.Failure!.Kind.Should().Be(FailureKind.Tls);
            result.Failure.Message.Should().Contain($"ends on {end.UtcDateTime:yyyy-MM-dd}");
        }
    }

    private static X509ChainPolicy Trusting(X509Certificate2 certificate) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { certificate },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private static X509Certificate2 Create(string name, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.CreateSelfSigned(Today.AddDays(-90), end);
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), password: null);
    }
}
