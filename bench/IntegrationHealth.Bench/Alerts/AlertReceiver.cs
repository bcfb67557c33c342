using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>A webhook that answers at once and counts. Both contestants post to the same one.</summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _expected = int.MaxValue;
    private int _count;

    public AlertReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Run(ReceiveAsync);
        Url = $"http://127.0.0.1:{port}/hook";
    }

    public string Url { get; }

    public int Count => Volatile.Read(ref _count);

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Ends when as many requests have come.</summary>
    public Task Expect(int requests)
    {
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (_count, _expected) = (0, requests);
        return _all.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        await reader.ReadToEndAsync(context.RequestAborted);
        if (Interlocked.Increment(ref _count) == _expected)
            _all.TrySetResult();
    }
}
