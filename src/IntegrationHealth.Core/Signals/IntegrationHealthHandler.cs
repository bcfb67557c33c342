using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Signals;

/// <summary>
/// Reports the outcomes of the host's own calls. Put it on the host's own <see cref="HttpClient"/>; the integration is named by
/// <see cref="IntegrationId"/> in the request's options, or by the resolver. Requests and responses are left as they are.
/// </summary>
public sealed class IntegrationHealthHandler : DelegatingHandler
{
    /// <summary>Names the integration whose connection a request uses.</summary>
    public static readonly HttpRequestOptionsKey<string> IntegrationId = new("IntegrationHealth.IntegrationId");

    private readonly IHealthSignals _signals;
    private readonly TimeProvider _time;
    private readonly Func<HttpRequestMessage, string?>? _resolve;

    /// <summary>Creates a handler.</summary>
    /// <param name="signals">Where outcomes go.</param>
    /// <param name="time">Measures latency.</param>
    /// <param name="resolve">Names the integration of a request without the option; null for none.</param>
    public IntegrationHealthHandler(IHealthSignals signals, TimeProvider time, Func<HttpRequestMessage, string?>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(time);
        (_signals, _time, _resolve) = (signals, time, resolve);
    }

    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Options.TryGetValue(IntegrationId, out var id) || (id = _resolve?.Invoke(request)) is not null
            ? SendAsync(id, request, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(string id, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            if (!cancellationToken.IsCancellationRequested)
                Report(id, TransportDiagnosis.Diagnose(exception, request.RequestUri?.Authority ?? "").Kind, started);
            throw;
        }
        catch (OperationCanceledException)
        {
            // The caller's own impatience says nothing; a timeout of the client inside of this handler does.
            if (!cancellationToken.IsCancellationRequested)
                Report(id, FailureKind.Timeout, started);
            throw;
        }

        // A 403 may be about one thing asked for, a 429 about the pace; what else a caller got wrong shows that the connection works.
        switch ((int)response.StatusCode)
        {
            case 401:
                Report(id, FailureKind.AuthenticationExpired, started);
                break;
            case 403 or 407 or 408 or 429:
                break;
            case >= 500:
                Report(id, FailureKind.ProviderOutage, started);
                break;
            default:
                _signals.Report(id, HealthSignal.Succeeded(_time.GetElapsedTime(started)));
                break;
        }

        return response;
    }

    private void Report(string id, FailureKind kind, long started) => _signals.Report(id, HealthSignal.Failed(kind, _time.GetElapsedTime(started)));
}
