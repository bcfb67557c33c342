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
    private readonly ConcurrentDictionary<string, TaskCompletionSource<int>> _held = new(StringComparer.Ordinal);
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
        app.MapGet("/{id}", async (string id, CancellationToken aborted) =>
        {
            var answer = endpoint._held.TryRemove(id, out var held) ? held.Task : Task.FromResult(StatusCodes.Status200OK);
            endpoint.Hits.GetOrAdd(id, static _ => []).Enqueue(endpoint.Now);
            return Results.StatusCode(await answer.WaitAsync(aborted));
        });
        await app.StartAsync(cancellationToken);
        return endpoint;
    }

    /// <summary>Keeps the next request for a path waiting until the test gives its status.</summary>
    public TaskCompletionSource<int> HoldNext(string id) => _held[id] = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Times from one request for a path to the next, the first of a path apart.</summary>
    public IEnumerable<(TimeSpan At, TimeSpan Gap, bool IsFirst)> Gaps => Hits.Values.SelectMany(
        times => times.Zip(times.Skip(1), (before, after) => (after, after - before)).Select((pair, place) => (pair.after, pair.Item2, place == 0)));

    /// <summary>
    /// True for two requests that belong to one interval. Two checks of one phase come together, and the next phase is at least half an interval later: halfway
    /// between the two lies what a busy machine, which keeps either of them on its way for a while, reaches last.
    /// </summary>
    public static bool IsTwice(TimeSpan gap, TimeSpan interval) => gap < interval / 4;

    /// <summary>How many of the paths were asked for since then.</summary>
    public int CountSince(TimeSpan since) => Hits.Values.Count(times => times.Any(at => at > since));

    /// <summary>The most requests in any one second since then.</summary>
    public int BusiestSecondSince(TimeSpan since) => Hits.Values.SelectMany(times => times).Where(at => at > since)
        .GroupBy(at => (long)at.TotalSeconds).Select(second => second.Count()).DefaultIfEmpty(0).Max();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
