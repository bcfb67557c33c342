using System.Collections.ObjectModel;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Checks.Vendors;

/// <summary>
/// Asks a vendor once, with the host's token, and diagnoses what is not a success. Take it from the host's services when making a checker.
/// Follows no redirect, retries nothing, reads no more than 1 MiB. Safe for concurrent use.
/// </summary>
public sealed class VendorClient
{
    private const int LongestBody = 1_048_576;

    private readonly OutboundHttp _outbound;
    private readonly TimeProvider _time;

    private readonly IOptionsMonitor<IntegrationHealthOptions> _options;

    private readonly QuotaBudgets _budgets;

    internal VendorClient(OutboundHttp outbound, IOptionsMonitor<IntegrationHealthOptions> options, QuotaBudgets budgets, TimeProvider time) =>
        (_outbound, _options, _budgets, _time) = (outbound, options, budgets, time);

    /// <summary>One request, one answer.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended.</exception>
    public async ValueTask<VendorAnswer> AskAsync(
        VendorApi api, VendorRequest request, CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var uri = request.EffectiveUri;
        var started = _time.GetTimestamp();
        if (VendorDiagnosis.Unusable(api, context.Credential) is { } unusable)
            return NotAsked(unusable);
        if (TokenDestination.Refuse(request.BaseAddress, context.Integration.Origin, _options.CurrentValue.Outbound) is { } refused)
            return NotAsked(refused);
        if (!_budgets.TrySpend(context.Integration.Provider, context.Credential!.ClientId, request.QuotaCost, out var share))
            return new VendorAnswer(VendorDiagnosis.BudgetUsedUp(api, share!, context.Integration.Id, _time.GetUtcNow()));

        try
        {
            using var message = Create(request, uri, context.Credential!.AccessToken);
            using var response = await Way(request, context).SendAsync(message, cancellationToken);
            var tolerant = !response.IsSuccessStatusCode;
            using var body = await BodyReader.KeepAsync(
                BodyText.Open(response.Content, cancellationToken), LongestBody, tolerant, cancellationToken);
            var json = body.Exceeded ? default : Parse(body.Bytes);
            var failed = VendorDiagnosis.Diagnose(api, request, context, response, body, json, _time.GetUtcNow());
            return new VendorAnswer(
                failed, json, response, _time.GetElapsedTime(started), HttpPlan.TargetOf(uri), context.Credential.AccessToken)
            {
                Quota = api.Quota,
                QuotaReset = api.Quota?.WaitUntilReset(response.Headers, _time.GetUtcNow()),
                Budget = share,
            };
        }
        catch (HttpRequestException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = TransportDiagnosis.Diagnose(exception, api.Name, uri.Host, isTyped: !IsFixed(request));
            return failure.Kind == FailureKind.Misconfigured ? NotAsked(failure) : Answer(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer(TransportDiagnosis.DiagnoseTimeout(api.Name));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return Answer(TransportDiagnosis.DiagnoseBody(exception, api.Name));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && cancellationToken.IsCancellationRequested)
        {
            // The transport noticed the end of the time before we did.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        static VendorAnswer NotAsked(CheckFailure failure) => new(CheckResult.Failed(failure) with { Latency = TimeSpan.Zero });

        VendorAnswer Answer(CheckFailure failure) =>
            new(CheckResult.Failed(failure), default, null, _time.GetElapsedTime(started), HttpPlan.TargetOf(uri), null);
    }

    private HttpMessageInvoker Way(VendorRequest request, CheckContext context) =>
        _outbound.For(IsFixed(request) ? IntegrationOrigin.Code : context.Integration.Origin);

    private static bool IsFixed(VendorRequest request) => request is { HostIsFixed: true, BaseAddress: null or "" };

    private static HttpRequestMessage Create(VendorRequest request, Uri uri, string token)
    {
        var message = new HttpRequestMessage(request.Method, uri);
        message.Headers.TryAddWithoutValidation("User-Agent", "IntegrationHealth");
        if (request.Headers?.ContainsKey("Accept") != true)
            message.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in request.Headers ?? ReadOnlyDictionary<string, string>.Empty)
            message.Headers.TryAddWithoutValidation(name, value);
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (EntityTagHeaderValue.TryParse(request.IfNoneMatch, out var known))
            message.Headers.IfNoneMatch.Add(known);
        if (request.JsonBody is { } json)
            message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        else if (request.Method == HttpMethod.Post)
            message.Content = new ByteArrayContent([]);
        return message;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(BodyText.WithoutMark(body.Span));
            var element = JsonElement.ParseValue(ref reader);
            return reader.Read() ? default : element;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
