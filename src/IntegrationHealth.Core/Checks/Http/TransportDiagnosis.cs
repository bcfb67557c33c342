using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IntegrationHealth.Checks.Outbound;

namespace IntegrationHealth.Checks.Http;

/// <summary>Turns an exception of the transport into a diagnosis: no answer came, or it broke off. Pure.</summary>
internal static class TransportDiagnosis
{
    /// <summary>Diagnoses what sending a request to <paramref name="host"/> threw, an address that somebody typed.</summary>
    public static CheckFailure Diagnose(HttpRequestException exception, string host) => Diagnose(exception, host, host, isTyped: true);

    /// <summary>Diagnoses what sending a request threw.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="host">Whom messages name: a host, or a vendor.</param>
    /// <param name="name">The name that was looked up.</param>
    /// <param name="isTyped">False where no setting can be at fault when it is not found.</param>
    public static CheckFailure Diagnose(HttpRequestException exception, string host, string name, bool isTyped)
    {
        if (Find<OutboundBlockedException>(exception) is { } blocked)
            return Blocked(blocked);
        if (Find<CertificateRefusedException>(exception) is { } refused)
            return Refused(refused, host);

        var failure = exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => NoName(exception, host, name, isTyped),
            HttpRequestError.SecureConnectionError => NoHandshake(host),
            HttpRequestError.ProxyTunnelError => CheckFailure.Of(
                FailureKind.Network, $"The proxy on the way to {host} did not open a connection.") with
            {
                ResponsibleParty = ResponsibleParty.Developer,
            },
            HttpRequestError.ResponseEnded => CheckFailure.Of(
                FailureKind.Network, $"{host} closed the connection without an answer."),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                CheckFailure.Of(FailureKind.InvalidResponse, $"What {host} answered is not HTTP."),
            HttpRequestError.ConfigurationLimitExceeded => CheckFailure.Of(
                FailureKind.InvalidResponse, $"The headers that {host} answered are too long."),
            _ => FromInner(exception, host, name, isTyped),
        };
        return failure with { Evidence = exception.HttpRequestError.ToString() + Code(exception) };
    }

    /// <summary>Diagnoses what reading the body threw.</summary>
    public static CheckFailure DiagnoseBody(Exception exception, string host) => exception switch
    {
        InvalidDataException => CheckFailure.Of(FailureKind.InvalidResponse, $"The answer of {host} is packed in a way that cannot be read."),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => CheckFailure.Of(
            FailureKind.InvalidResponse, $"The answer of {host} broke off before its end."),
        HttpIOException => CheckFailure.Of(FailureKind.InvalidResponse, $"The answer of {host} is not valid HTTP."),
        _ => CheckFailure.Of(FailureKind.Network, $"The connection to {host} broke off within the answer."),
    };

    /// <summary>Diagnoses a time limit of the transport itself.</summary>
    public static CheckFailure DiagnoseTimeout(string host) =>
        CheckFailure.Of(FailureKind.Timeout, $"{host} did not answer in time.");

    private static CheckFailure FromInner(HttpRequestException exception, string host, string name, bool isTyped)
    {
        if (Find<AuthenticationException>(exception) is not null)
            return NoHandshake(host);
        if (Find<SocketException>(exception) is not { } socket)
            return CheckFailure.Of(FailureKind.Network, $"The connection to {host} failed.");

        return socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
                NoName(exception, host, name, isTyped),
            SocketError.TimedOut => CheckFailure.Of(FailureKind.Timeout, $"{host} did not answer in time."),
            SocketError.ConnectionRefused => CheckFailure.Of(
                FailureKind.Network, $"{host} refused the connection: nothing listens there, or a firewall says no."),
            SocketError.ConnectionReset or SocketError.ConnectionAborted => CheckFailure.Of(
                FailureKind.Network, $"{host} broke the connection off."),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
                CheckFailure.Of(FailureKind.Network, $"There is no way through the network to {host}."),
            _ => CheckFailure.Of(FailureKind.Network, $"The connection to {host} failed."),
        };
    }

    private static CheckFailure NoName(Exception exception, string host, string name, bool isTyped)
    {
        // No verdict about the name: whoever should know it did not answer.
        if (Find<SocketException>(exception) is { SocketErrorCode: SocketError.TryAgain })
            return CheckFailure.Of(FailureKind.Network, $"No name server answered where {name} is. This usually ends by itself.");
        return CheckFailure.Of(FailureKind.Dns, isTyped
            ? $"The name {name} cannot be found. Check the address for typing errors."
            : $"The address of {host}, {name}, cannot be found from the network of this application. Its developers have to see to it.");
    }

    private static CheckFailure NoHandshake(string host) =>
        CheckFailure.Of(FailureKind.Tls, $"No secure connection to {host} could be agreed on.");

    private static CheckFailure Blocked(OutboundBlockedException blocked) => CheckFailure.Of(
        FailureKind.Misconfigured,
        $"{blocked.Host} is {blocked.Address}, {blocked.Reason}, which checks may not reach. "
            + $"The host application can allow it in {AllowedNetworks.Key}.",
        blocked.IsLiteral ? Confidence.High : Confidence.Medium);

    private static CheckFailure Refused(CertificateRefusedException refused, string host)
    {
        var message = refused switch
        {
            { Errors: var errors } when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => $"{host} showed no certificate.",
            { Chain: var chain, NotAfter: { } end } when chain.HasFlag(X509ChainStatusFlags.NotTimeValid) => string.Create(
                CultureInfo.InvariantCulture,
                $"The certificate of {host} is not valid at this time; it ends on {end:yyyy-MM-dd}."),
            { Errors: var errors } when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
                $"The certificate of {host} was made out to another name.",
            { Chain: var chain } when chain.HasFlag(X509ChainStatusFlags.Revoked) => $"The certificate of {host} was revoked.",
            _ => $"The certificate of {host} comes from an authority that is not trusted.",
        };
        return CheckFailure.Of(FailureKind.Tls, message, Confidence.High) with { Evidence = $"{refused.Errors}; {refused.Chain}" };
    }

    private static string Code(Exception exception) =>
        Find<SocketException>(exception) is { } socket ? $"; {socket.SocketErrorCode}" : "";

    private static TException? Find<TException>(Exception exception)
        where TException : Exception
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (current is TException found)
                return found;
        }

        return null;
    }
}
