using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using IntegrationHealth.Checks;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>What an exception of somebody else's client says about the far end. Looks through wrappers, outermost first.</summary>
internal static partial class ExceptionDiagnosis
{
    /// <param name="exception">What the check threw or reported.</param>
    /// <param name="description">What the check said; many put a timeout in words alone.</param>
    public static FailureKind Of(Exception? exception, string? description)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (OfOne(current) is { } kind)
                return kind;
        }

        return SaysTimeout(description) || SaysTimeout(exception) ? FailureKind.Timeout : FailureKind.Unknown;
    }

    private static bool SaysTimeout(Exception? exception) =>
        exception is not null && (SaysTimeout(exception.Message) || SaysTimeout(exception.InnerException));

    private static bool SaysTimeout(string? text) => text is not null && Timeouts().IsMatch(text);

    [GeneratedRegex(@"\btimed[ -]?out\b|\btime[ -]?out\b|\bran out of time\b|\bdeadline (was )?exceeded\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Timeouts();

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
