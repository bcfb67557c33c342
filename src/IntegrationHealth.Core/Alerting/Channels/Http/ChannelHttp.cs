using System.Net.Http.Headers;
using System.Text;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;

namespace IntegrationHealth.Alerting.Channels.Http;

/// <summary>
/// Posts a body once. Addresses that people typed pass the outbound guard; no redirect is followed; headers and body together have one
/// deadline, and of the body no more than 4 KiB is read.
/// </summary>
internal sealed class ChannelHttp(OutboundHttp outbound, TimeProvider time)
{
    private const int LongestAnswer = 4_096;

    /// <summary>Longest time of one attempt.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The answer, or what stood in its way.</summary>
    /// <param name="channel">Whose address it is.</param>
    /// <param name="uri">An address that was validated.</param>
    /// <param name="body">The bytes, as they are signed.</param>
    /// <param name="contentType">A media type.</param>
    /// <param name="addHeaders">Adds the channel's own headers.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<(ChannelAnswer? Answer, DeliveryOutcome? Failure)> PostAsync(
        NotificationChannel channel, Uri uri, byte[] body, string contentType, Action<HttpRequestHeaders>? addHeaders,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IntegrationHealth", null));
            addHeaders?.Invoke(request.Headers);
            using var response = await outbound.For(OriginOf(channel)).SendAsync(request, either.Token);
            return (await ReadAsync(response, channel, either.Token), null);
        }
        catch (HttpRequestException exception) when (!either.IsCancellationRequested)
        {
            return (null, DeliveryOutcome.Retry(TransportDiagnosis.Diagnose(exception, uri.Authority).Message));
        }
        catch (IOException exception) when (!either.IsCancellationRequested)
        {
            return (null, DeliveryOutcome.Retry(TransportDiagnosis.DiagnoseBody(exception, uri.Authority).Message));
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return (null, DeliveryOutcome.Retry(
                $"{uri.Authority} did not answer within {Timeout.TotalSeconds:0} s; it may have the message all the same."));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The transport noticed the end before we did.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private async Task<ChannelAnswer> ReadAsync(HttpResponseMessage response, NotificationChannel channel, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.KeepAsync(
            await response.Content.ReadAsStreamAsync(cancellationToken), LongestAnswer, tolerant: true, cancellationToken);
        var text = SecretRedactor.Redact(Printable(body.Bytes.Span), channel.Secret is { } secret ? secret.Split(' ') : []);
        return new ChannelAnswer(
            (int)response.StatusCode, text, RetryAfterHint.From(response.Headers.RetryAfter, time.GetUtcNow()), response.Headers.Date,
            response.Headers.TryGetValues("webhook-delivery", out var values) && values.Contains("abort-message"));
    }

    /// <summary>Text that a log and a page can show.</summary>
    private static string Printable(ReadOnlySpan<byte> bytes) =>
        string.Concat(Encoding.UTF8.GetString(bytes).Select(character => char.IsControl(character) || character == '\uFFFD' ? ' ' : character)).Trim();

    private static IntegrationOrigin OriginOf(NotificationChannel channel) => channel.Origin switch
    {
        ConfigurationOrigin.Code => IntegrationOrigin.Code,
        ConfigurationOrigin.Configuration => IntegrationOrigin.Configuration,
        _ => IntegrationOrigin.Runtime,
    };
}
