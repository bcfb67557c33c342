using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Cluster;

/// <summary>The far end of all integrations, which notes when each was asked for, by one clock for all hosts.</summary>
internal sealed class FarEnd : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Hit> _hits = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private WebApplication _app = null!;

    public string Address => _app.Urls.Single();

    public TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    /// <summary>All requests so far, in order.</summary>
    public Hit[] Hits
    {
        get
        {
            lock (_lock)
                return [.. _hits];
        }
    }

    public static async Task<FarEnd> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var farEnd = new FarEnd { _app = builder.Build() };
        farEnd._app.MapGet("/{id:int}", (int id) =>
        {
            lock (farEnd._lock)
                farEnd._hits.Add(new Hit(id, farEnd.Now));
            return Results.Ok();
        });
        await farEnd._app.StartAsync();
        return farEnd;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>One request for one integration.</summary>
internal readonly record struct Hit(int Id, TimeSpan At);
