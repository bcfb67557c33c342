using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Outbound;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Checks.StatusFeeds;

/// <summary>
/// Reads a feed, through the guard, without any credential, following no redirect, bounded in time and size. Whatever goes wrong, the
/// answer is that nothing is known.
/// </summary>
internal sealed class StatusFeedClient(OutboundHttp outbound, TimeProvider time, ILogger<StatusFeedClient> logger)
{
    /// <summary>Google's holds the incidents of years.</summary>
    private const int LongestBody = 8_388_608;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The JSON of the feed; undefined when there was none.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> ended.</exception>
    public async Task<JsonElement> ReadAsync(string url, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", "IntegrationHealth");
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await outbound.For(IntegrationOrigin.Runtime).SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                Log.FeedUnreadable(logger, AddressText.Repeat(url), $"HTTP {(int)response.StatusCode}", null);
                return default;
            }

            using var body = await BodyReader.KeepAsync(BodyText.Open(response.Content, either.Token), LongestBody, tolerant: false, either.Token);
            if (body.Exceeded)
            {
                Log.FeedUnreadable(logger, AddressText.Repeat(url), "longer than 8 MiB", null);
                return default;
            }

            var reader = new Utf8JsonReader(BodyText.WithoutMark(body.Bytes.Span));
            return JsonElement.ParseValue(ref reader);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.FeedUnreadable(logger, AddressText.Repeat(url), exception.GetType().Name, exception);
            return default;
        }
    }
}
