using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>
/// Stands between the SDK's client and the host's way out: signs requests, bounds answers, and keeps what the client's exceptions lose.
/// One for each check.
/// </summary>
internal sealed class ProbeHandler(HttpMessageInvoker way, McpSettings settings, string? token, string host, CancellationToken closing) : HttpMessageHandler
{
    /// <summary>Of an answer that was no success, this much is kept.</summary>
    private const int LongestErrorBody = 65_536;

    /// <summary>The last answer to a request if it was no success; null otherwise.</summary>
    public ReceivedAnswer? Refused { get; private set; }

    /// <summary>Why no answer came, or why it was not the protocol's.</summary>
    public CheckFailure? Broken { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sign(request);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        try
        {
            var response = await way.SendAsync(request, either.Token);
            // The client ends a session with DELETE and may be told no: that says nothing about the server.
            return request.Method == HttpMethod.Delete ? response : await ExamineAsync(request, response, either.Token);
        }
        catch (HttpRequestException exception) when (Broken is null && !either.IsCancellationRequested)
        {
            Broken = TransportDiagnosis.Diagnose(exception, host);
            throw;
        }
    }

    private void Sign(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "IntegrationHealth");
        foreach (var (name, value) in settings.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is null)
            return;
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
    }

    private async Task<HttpResponseMessage> ExamineAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        (Refused, Broken) = (null, null);
        if (!response.IsSuccessStatusCode)
            return await KeepAsync(request, response, cancellationToken);

        return response.Content.Headers.ContentType?.MediaType switch
        {
            "application/json" => await ReadJsonAsync(request, response, cancellationToken),
            "text/event-stream" => Stream(response),
            // A notification is accepted without a body.
            null when response.Content.Headers.ContentLength is null or 0 => response,
            _ when (int)response.StatusCode is 202 or 204 => response,
            var type => await ForeignAsync(response, type, cancellationToken),
        };
    }

    private async Task<HttpResponseMessage> KeepAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.KeepAsync(BodyText.Open(response.Content, cancellationToken), LongestErrorBody, tolerant: true, cancellationToken);
        Replace(response, body.Bytes.ToArray());
        Refused = new ReceivedAnswer(response, body.Bytes.ToArray(), request.Headers.Contains("Mcp-Session-Id"));
        return response;
    }

    private async Task<HttpResponseMessage> ReadJsonAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await BodyReader.KeepAsync(
                BodyText.Open(response.Content, cancellationToken), settings.MaxResponseBytes, tolerant: false, cancellationToken);
            if (body.Exceeded)
                throw Give(TooLong(), response, default);
            if (body.Bytes.Length > 0 && !IsJson(body.Bytes))
                throw Give(CheckFailure.Of(FailureKind.InvalidResponse, $"The answer of {host} is not JSON, or not whole."), response, body.Bytes);
            Replace(response, body.Bytes.ToArray());
            return response;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && Broken is null && !cancellationToken.IsCancellationRequested)
        {
            Broken = TransportDiagnosis.DiagnoseBody(exception, host);
            throw;
        }
    }

    private HttpResponseMessage Stream(HttpResponseMessage response)
    {
        var inner = response.Content;
        var bounded = new StreamContent(new BoundedStream(inner.ReadAsStream(), settings.MaxResponseBytes, failure => Broken ??= failure switch
        {
            null => TooLong(),
            _ => TransportDiagnosis.DiagnoseBody(failure, host),
        }));
        bounded.Headers.ContentType = inner.Headers.ContentType;
        response.Content = bounded;
        return response;
    }

    private async Task<HttpResponseMessage> ForeignAsync(HttpResponseMessage response, string? type, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.KeepAsync(BodyText.Open(response.Content, cancellationToken), LongestErrorBody, tolerant: true, cancellationToken);
        var what = BodyText.IsHtml(type, body.Bytes.Span) ? "a web page, as a network's sign-in page or a wrong address does" : $"{type ?? "nothing"}, which is no MCP answer";
        throw Give(CheckFailure.Of(FailureKind.InvalidResponse, $"{host} answered with {what}."), response, body.Bytes);
    }

    private ForeignAnswerException Give(CheckFailure failure, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        Broken = failure with { Evidence = ReplyEvidence.Describe(response, body.Span, Secrets.Of(settings, token)) };
        response.Dispose();
        return new ForeignAnswerException(failure.Message);
    }

    private CheckFailure TooLong() => CheckFailure.Of(
        FailureKind.InvalidResponse,
        FormattableString.Invariant($"The answer of {host} is longer than the {settings.MaxResponseBytes:N0} bytes that are accepted."));

    private static void Replace(HttpResponseMessage response, byte[] body)
    {
        var type = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = new ByteArrayContent(body);
        response.Content.Headers.ContentType = type;
        // The client looks for this very type, without a parameter that it may not know.
        if (type?.MediaType == "application/json")
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
