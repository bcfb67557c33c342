using System.Runtime.CompilerServices;
using IntegrationHealth.Checks.Outbound;

namespace IntegrationHealth.Checks.Http;

/// <summary>Asks an address once, and judges the answer. A time limit is the caller's: cancellation is thrown.</summary>
internal sealed class HttpChecker(OutboundHttp outbound, TimeProvider time) : IIntegrationChecker
{
    /// <summary>Of an answer that was not expected, this much is read for its code and for evidence.</summary>
    private const int LongestErrorBody = 65_536;

    /// <summary>Longest wait for a body whose status has said all already.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The body of a redirect up to this length is read, so that its connection can be used again.</summary>
    private const int LongestRedirectBody = 16_384;

    /// <inheritdoc />
    public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var plan = context.GetSettings<HttpCheckSettings>().Plan;
        var token = context.Credential?.AccessToken;
        return token is null || HeaderRules.IsValue(token)
            ? AskAsync(new HttpExchange(plan, context, token), cancellationToken)
            : ValueTask.FromResult(CheckResult.Failed(
                FailureKind.Misconfigured, "The host's access token holds characters that no header can carry.", Confidence.High));
    }

    // The steady path: its state machines are used again from check to check, and each that an answer passes through on its way costs.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CheckResult> AskAsync(HttpExchange exchange, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var plan = exchange.Plan;
            for (var left = plan.Settings.MaxRedirects; ; left--)
            {
                using var request = plan.CreateRequest(exchange.Hop, exchange.Token);
                using var response = await outbound.For(exchange.AddressOrigin).SendAsync(request, cancellationToken);
                var status = (int)response.StatusCode;
                if (plan.Expected.Contains(status))
                    return Complete(exchange, await ExamineAsync(exchange, response, cancellationToken), started);

                var refusal = RedirectRefusal.None;
                if (RedirectRules.IsRedirect(status))
                {
                    refusal = RedirectRules.Decide(
                        exchange.Hop, plan.Uri, status, response.Headers.Location, exchange.IsSigned, left, out var next);
                    if (refusal == RedirectRefusal.None)
                    {
                        await PassAsync(response, cancellationToken);
                        exchange.Hop = next;
                        continue;
                    }
                }

                using var body = await BodyReader.GlanceAsync(
                    BodyText.Open(response.Content, cancellationToken), LongestErrorBody, Patience, time, cancellationToken);
                return Complete(exchange, HttpVerdict.Unexpected(exchange, response, refusal, body.Bytes, time.GetUtcNow()), started);
            }
        }
        catch (HttpRequestException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpVerdict.NoAnswer(exchange, TransportDiagnosis.Diagnose(exception, exchange.Hop.Uri.Authority));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpVerdict.NoAnswer(exchange, TransportDiagnosis.DiagnoseTimeout(exchange.Hop.Uri.Authority));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && cancellationToken.IsCancellationRequested)
        {
            // The transport noticed the end of the time before we did.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private CheckResult Complete(HttpExchange exchange, CheckResult? failed, long started) =>
        HttpVerdict.Complete(exchange, failed, outbound.Expiries, time.GetElapsedTime(started), time.GetUtcNow());

    /// <summary>Null when all is well.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CheckResult?> ExamineAsync(
        HttpExchange exchange, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var plan = exchange.Plan;
        var cap = plan.Settings.MaxResponseBytes;
        if (response.Content.Headers.ContentLength > cap && exchange.Hop.Method != HttpMethod.Head)
            return HttpVerdict.TooLong(exchange, response);

        try
        {
            if (!plan.ExaminesBody)
            {
                var body = response.Content.ReadAsStream(cancellationToken);
                // Of a body without a stated length nobody knows that it ends: a stream of events answers and goes on for ever.
                var isWithin = response.Content.Headers.ContentLength is null
                    ? await BodyReader.DrainAsync(body, cap, Patience, time, cancellationToken)
                    : await BodyReader.DrainAsync(body, cap, cancellationToken);
                return isWithin ? null : HttpVerdict.TooLong(exchange, response);
            }

            using var kept = await BodyReader.KeepAsync(
                BodyText.Open(response.Content, cancellationToken), cap, tolerant: false, cancellationToken);
            return kept.Exceeded ? HttpVerdict.TooLong(exchange, response) : HttpVerdict.Examine(exchange, response, kept.Bytes);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            var failure = TransportDiagnosis.DiagnoseBody(exception, exchange.Hop.Uri.Authority);
            return CheckResult.Failed(failure with { Evidence = ReplyEvidence.Describe(response, default, []) });
        }
    }

    private static async ValueTask PassAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await BodyReader.DrainAsync(response.Content.ReadAsStream(cancellationToken), LongestRedirectBody, cancellationToken);
        }
        catch (IOException)
        {
            // The address of the next request is known; its body is of no interest.
        }
    }
}
