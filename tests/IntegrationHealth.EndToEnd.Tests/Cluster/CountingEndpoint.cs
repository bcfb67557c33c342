using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.EndToEnd.Cluster;

/// <summary>A far end that notes when each path was asked for, by one clock for all hosts.</summary>
internal sealed class CountingEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly long _started = TimeProvider.System.GetTimestamp();

    private CountingEndpoint(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_started);

    /// <summary>Times of the requests for each path, in order.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<TimeSpan>> Hits { get; } = new(StringComparer.Ordinal);

    public static async Task<CountingEndpoint> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var endpoint = new CountingEndpoint(app);
        app.MapGet("/{id}", (string id) =>
        {
            endpoint.Hits.GetOrAdd(id, static _ => []).Enqueue(endpoint.Now);
            return Results.Ok();
        });
        await app.StartAsync(cancellationToken);
        return endpoint;
    }

    /// <summary>How many of the paths were asked for since then.</summary>
    public int CountSince(TimeSpan since) => Hits.Values.Count(times => times.Any(at => at > since));

    /// <summary>The most requests in any one second since then.</summary>
    public int BusiestSecondSince(TimeSpan since) => Hits.Values.SelectMany(times => times).Where(at => at > since)
        .GroupBy(at => (long)at.TotalSeconds).Select(second => second.Count()).DefaultIfEmpty(0).Max();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
