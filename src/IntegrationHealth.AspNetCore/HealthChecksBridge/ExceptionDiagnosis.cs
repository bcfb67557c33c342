using System.Net.Sockets;
using System.Security.Authentication;
using IntegrationHealth.Checks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>What an exception of somebody else's client says about the far end. Looks through wrappers, outermost first.</summary>
internal static class ExceptionDiagnosis
{
    public static FailureKind Of(Exception? exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (OfOne(current) is { } kind)
                return kind;
        }

        return FailureKind.Unknown;
    }

    private static FailureKind? OfOne(Exception exception) => exception switch
    {
        TimeoutException or OperationCanceledException => FailureKind.Timeout,
        AuthenticationException => FailureKind.Tls,
        SocketException socket => OfSocket(socket.SocketErrorCode),
        HttpRequestException http => OfHttp(http),
        _ => null,
    };

    private static FailureKind OfSocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => FailureKind.Dns,
        SocketError.TimedOut => FailureKind.Timeout,
        _ => FailureKind.Network,
    };

    private static FailureKind? OfHttp(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => FailureKind.Dns,
        HttpRequestError.SecureConnectionError => FailureKind.Tls,
        HttpRequestError.InvalidResponse => FailureKind.InvalidResponse,
        _ when exception.StatusCode is { } status => (int)status >= 500 ? FailureKind.ProviderOutage : FailureKind.Unknown,
        _ when exception.InnerException is SocketException or AuthenticationException => null,
        _ => FailureKind.Network,
    };
}
