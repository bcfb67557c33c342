using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>The far end of a webhook, and a service that is up or down as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _accepted = new();
    private readonly ConcurrentQueue<string> _turnedAway = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Whether the watched service answers.</summary>
    public bool ServiceUp { get; set; } = true;

    public WebhookBehaviour Behaviour { get; set; }

    /// <summary>The <c>webhook-id</c>s of the messages taken, one for each time.</summary>
    public IReadOnlyList<string> Accepted => [.. _accepted];

    /// <summary>The ids of the messages that were not taken.</summary>
    public IReadOnlyList<string> TurnedAway => [.. _turnedAway];

    public string ServiceUrl => $"{_app.Urls.First()}/service";

    public string WebhookUrl => $"{_app.Urls.First()}/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapGet("/service", () => receiver.ServiceUp ? Results.Ok() : Results.StatusCode(StatusCodes.Status500InternalServerError));
        receiver._app.MapPost("/hook", (Delegate)receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var id = context.Request.Headers["webhook-id"].ToString();
        if (Behaviour == WebhookBehaviour.Accepts)
        {
            _accepted.Enqueue(id);
            return Results.NoContent();
        }

        _turnedAway.Enqueue(id);
        if (Behaviour == WebhookBehaviour.Hangs)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}

internal enum WebhookBehaviour
{
    Accepts,
    Refuses,
    Hangs,
}
