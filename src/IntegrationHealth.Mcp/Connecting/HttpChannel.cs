using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Mcp.Diagnosis;
using ModelContextProtocol.Client;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>Streamable HTTP.</summary>
internal sealed class HttpChannel : IMcpChannel
{
    /// <summary>Time to say goodbye to a session.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(300);

    private readonly CheckContext _context;
    private readonly McpSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _way;
    private readonly Uri _endpoint;
    private readonly CancellationTokenSource _closing;
    private readonly ProbeHandler _handler;
    private McpClient? _client;

    public HttpChannel(HttpMessageInvoker way, CheckContext context, McpSettings settings, TimeProvider time)
    {
        (_way, _context, _settings, _time) = (way, context, settings, time);
        _endpoint = HttpPlan.EffectiveUri(settings.Endpoint!, settings.BaseAddress);
        _closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _handler = new ProbeHandler(way, settings, context.Credential?.AccessToken, _endpoint.Authority, _closing.Token);
    }

    /// <summary>Null where the guard let no request out: to name a far end that was not asked would prove the network.</summary>
    public string? Target => _handler.Broken is { Kind: FailureKind.Misconfigured } ? null : HttpPlan.TargetOf(_endpoint);

    public CheckFailure? Blemish => null;

    public bool HasLostSession => _handler.Refused is { HasLostSession: true };

    public async Task<McpClient> ConnectAsync(McpClientOptions options, CancellationToken cancellationToken)
    {
        if (_client is { } before)
            await before.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        _client = null;
        var http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = _endpoint,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
                MaxReconnectionAttempts = 0,
            },
            http,
            ownsHttpClient: true);
        return _client = await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken);
    }

    public bool MayBeOtherEra(Exception exception) => _handler switch
    {
        { Broken: not null } => false,
        { Refused: { } refused } => (int)refused.Response.StatusCode is (>= 400 and < 500 and not (401 or 403 or 407 or 408 or 429)) or 500 or 501,
        _ => true,
    };

    public async ValueTask<CheckResult> ExplainAsync(Exception exception, CheckProgress progress)
    {
        if (progress.IsOver || exception is OperationCanceledException or TimeoutException)
            return CheckResult.Failed(ProtocolDiagnosis.TimedOut(_endpoint.Authority, progress));
        if (_handler.Broken is { } broken)
            return CheckResult.Failed(broken);
        if (_handler.Refused is not { } refused)
            return CheckResult.Failed(ProtocolDiagnosis.Diagnose(exception, _endpoint.Authority, Secrets.Of(_settings, Token)));

        var now = _time.GetUtcNow();
        var result = HttpRefusal.Diagnose(refused, _endpoint, _context.Credential, _settings, now);
        return (int)refused.Response.StatusCode == 401
            ? await AddSignInAsync(result, refused, progress)
            : result;
    }

    public async ValueTask DisposeAsync()
    {
        _closing.CancelAfter(Farewell);
        if (_client is not null)
            await _client.DisposeAsync();
        _handler.Dispose();
        _closing.Dispose();
    }

    private string? Token => _context.Credential?.AccessToken;

    /// <summary>Says where one signs in, if the server tells: it is worth one more question.</summary>
    private async ValueTask<CheckResult> AddSignInAsync(CheckResult result, ReceivedAnswer refused, CheckProgress progress)
    {
        using var limit = new CancellationTokenSource(progress.Budget / 4, _time);
        var signIn = await ResourceMetadata.FindAsync(_way, _endpoint, ResourceMetadata.AddressIn(refused.Response), limit.Token);
        return signIn is null
            ? result
            : result with { Failure = result.Failure! with { Evidence = EvidenceText.Join("authorization server: " + signIn, result.Failure.Evidence) } };
    }
}
