using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using IntegrationHealth.Bench.Pipeline;
using IntegrationHealth.Bench.Scheduling;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Realtime;
using IntegrationHealth.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Web;

/// <summary>
/// A host under measurement, by storage: the library's endpoints beside a bare one. Prints its address; answers each line of its input with its own CPU seconds,
/// its memory and the checks it has made, after doing what the line says: <c>collect</c> garbage, <c>check</c> what is due, or <c>rest</c> from checking.
/// Ends when its input does.
/// </summary>
internal static class WebHost
{
    /// <summary>Storage in memory.</summary>
    public const string Memory = "memory";

    /// <summary>Storage in a file of its own.</summary>
    public const string Sqlite = "sqlite";

    public const string Status = "/api/integrations/bench/health";
    public const string Bare = "/bare";
    public const string Export = "/api/admin/integrations/health/export";

    /// <param name="integrations">Besides the one that is asked about.</param>
    /// <param name="farEnd">What they check.</param>
    /// <param name="storage"><see cref="Memory"/>, <see cref="Sqlite"/>, or how to reach an empty database of PostgreSQL.</param>
    public static async Task RunAsync(int integrations, string farEnd, string storage)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(provider => new GatedQueue(provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ICheckQueue>(provider => provider.GetRequiredService<GatedQueue>());
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-host-");
        builder.Services.AddIntegrationHealth(health =>
        {
            if (storage == Sqlite)
                health.UseSqlite($"Data Source={Path.Combine(folder.FullName, "health.db")}");
            else if (storage != Memory)
                health.UsePostgreSql(storage);
            health.AddProvider(new ProviderDefinition
            {
                Name = "bench",
                DisplayName = "Bench",
                SettingsType = JsonSerializerOptions.Web.GetTypeInfo(typeof(Dictionary<string, JsonElement>)),
                CreateChecker = _ => new Always(),
            });
            health.AddIntegration(new Integration { Id = "bench", Provider = "bench", Name = "Bench", OwnerId = "bench", Interval = TimeSpan.FromHours(24) });
            for (var i = 0; i < integrations; i++)
                health.AddHttp($"http-{i}", farEnd); // Every 5 minutes, which is the default.
            health.AddHealthEventSubscriber<CommitCounter>();
        });
        await using var app = builder.Build();
        var body = Array.Empty<byte>();
        app.MapGet(Bare, () => Results.Bytes(body, "application/json; charset=utf-8"));
        app.MapIntegrationHealth(options =>
        {
            options.AllowAnonymous();
            options.CallsPerMinute = 0;
            options.ManualCheckInterval = TimeSpan.Zero;
            options.ManualChecksPerOwner = 0;
            options.HubConnectionsPerOwner = 100_000;
        });
        await app.StartAsync();
        using (var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) })
        {
            (await client.PostAsync(new Uri(Status + "/check", UriKind.Relative), null)).EnsureSuccessStatusCode();
            body = await client.GetByteArrayAsync(new Uri(Status, UriKind.Relative)); // The same bytes as the status, from memory.
        }

        var queue = app.Services.GetRequiredService<GatedQueue>();
        var counter = app.Services.GetServices<IHealthEventSubscriber>().OfType<CommitCounter>().Single();
        Console.WriteLine(app.Urls.First());
        while (await Console.In.ReadLineAsync() is { } command)
        {
            if (command == "collect")
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            if (command is "check" or "rest")
                queue.Open = command == "check";
            if (counter.Failed > 0)
                throw new InvalidOperationException($"{counter.Failed} checks failed: what a host does that checks in vain is not what is measured.");
            using var self = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{self.TotalProcessorTime.TotalSeconds} {self.WorkingSet64} {GC.GetTotalMemory(false)} {queue.Completed}"));
        }

        await app.StopAsync();
        folder.Delete(recursive: true);
    }

    private sealed class Always : IIntegrationChecker
    {
        public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken) => new(CheckResult.Success());
    }
}
