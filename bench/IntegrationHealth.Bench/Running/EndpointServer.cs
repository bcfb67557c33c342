using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Running;

/// <summary>The far end: answers every request with 200 and a short JSON body. Prints its address; ends when its input does.</summary>
internal static class EndpointServer
{
    private static readonly byte[] Body = "{\"status\":\"ok\"}"u8.ToArray();

    /// <param name="closes">True to close each connection behind its answer, so that every request needs a new one.</param>
    public static async Task RunAsync(bool closes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Body.Length;
            if (closes)
                context.Response.Headers.Connection = "close";
            return context.Response.Body.WriteAsync(Body).AsTask();
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}
