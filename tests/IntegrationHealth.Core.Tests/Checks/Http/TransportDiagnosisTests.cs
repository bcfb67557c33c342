using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class TransportDiagnosisTests
{
    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, FailureKind.Dns)]
    [InlineData(HttpRequestError.SecureConnectionError, FailureKind.Tls)]
    [InlineData(HttpRequestError.ProxyTunnelError, FailureKind.Network)]
    [InlineData(HttpRequestError.ResponseEnded, FailureKind.Network)]
    [InlineData(HttpRequestError.InvalidResponse, FailureKind.InvalidResponse)]
    [InlineData(HttpRequestError.HttpProtocolError, FailureKind.InvalidResponse)]
    [InlineData(HttpRequestError.VersionNegotiationError, FailureKind.InvalidResponse)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, FailureKind.InvalidResponse)]
    [InlineData(HttpRequestError.ConnectionError, FailureKind.Network)]
    [InlineData(HttpRequestError.Unknown, FailureKind.Network)]
    public void Diagnose_RequestError_HasItsKind(HttpRequestError error, FailureKind kind)
    {
        var failure = TransportDiagnosis.Diagnose(new HttpRequestException(error), "api.example.com");

        failure.Kind.Should().Be(kind);
        failure.Message.Should().Contain("api.example.com");
        failure.Evidence.Should().Be(error.ToString());
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, FailureKind.Dns)]
    [InlineData(SocketError.TryAgain, FailureKind.Network)]
    [InlineData(SocketError.NoData, FailureKind.Dns)]
    [InlineData(SocketError.TimedOut, FailureKind.Timeout)]
    [InlineData(SocketError.ConnectionRefused, FailureKind.Network)]
    [InlineData(SocketError.ConnectionReset, FailureKind.Network)]
    [InlineData(SocketError.NetworkUnreachable, FailureKind.Network)]
    [InlineData(SocketError.AccessDenied, FailureKind.Network)]
    public void Diagnose_SocketError_HasItsKind(SocketError error, FailureKind kind)
    {
        var exception = new HttpRequestException(HttpRequestError.ConnectionError, inner: new IOException("", new SocketException((int)error)));

        var failure = TransportDiagnosis.Diagnose(exception, "api.example.com");

        failure.Kind.Should().Be(kind);
        failure.Evidence.Should().Be($"ConnectionError; {error}");
    }

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable, X509ChainStatusFlags.NoError, "showed no certificate")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid, "ends on 2026-01-01")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.Revoked, "was revoked")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.UntrustedRoot, "not trusted")]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError, "another name")]
    public void Diagnose_RefusedCertificate_SaysWhy(SslPolicyErrors errors, X509ChainStatusFlags chain, string message)
    {
        var exception = new HttpRequestException(
            HttpRequestError.SecureConnectionError, inner: new CertificateRefusedException(errors, chain, HttpProbe.Now));

        var failure = TransportDiagnosis.Diagnose(exception, "api.example.com");

        failure.Kind.Should().Be(FailureKind.Tls);
        failure.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    public void Diagnose_NoNameServerAnswers_SaysNothingOfTheName(HttpRequestError error)
    {
        var failure = TransportDiagnosis.Diagnose(new HttpRequestException(error, inner: new SocketException((int)SocketError.TryAgain)), "api.example.com");

        (failure.Kind, failure.Action, failure.Transient).Should().Be((FailureKind.Network, RecoveryAction.Wait, true));
        failure.Message.Should().Contain("api.example.com").And.NotContain("typing");
    }

    [Fact]
    public void Diagnose_NameThatNobodyTyped_BlamesNoTyping()
    {
        var exception = new HttpRequestException(HttpRequestError.NameResolutionError, inner: new SocketException((int)SocketError.HostNotFound));

        var fixedName = TransportDiagnosis.Diagnose(exception, "Gmail", "gmail.googleapis.com", isTyped: false);
        var typed = TransportDiagnosis.Diagnose(exception, "Salesforce", "acme.my.salesforce.com", isTyped: true);

        fixedName.Message.Should().Contain("Gmail").And.Contain("gmail.googleapis.com").And.NotContain("typing");
        typed.Message.Should().Contain("acme.my.salesforce.com").And.Contain("typing");
        (fixedName.Kind, typed.Kind).Should().Be((FailureKind.Dns, FailureKind.Dns));
    }

    [Fact]
    public void Diagnose_AuthenticationException_IsTls() =>
        TransportDiagnosis.Diagnose(new HttpRequestException("", new AuthenticationException()), "a").Kind.Should().Be(FailureKind.Tls);

    [Fact]
    public void DiagnoseBody_BrokenConnection_IsNetwork() =>
        TransportDiagnosis.DiagnoseBody(new IOException(), "a").Kind.Should().Be(FailureKind.Network);

    [Fact]
    public void DiagnoseTimeout_IsTimeout() => TransportDiagnosis.DiagnoseTimeout("a").Kind.Should().Be(FailureKind.Timeout);
}
