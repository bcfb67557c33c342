using System.Collections.Concurrent;
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
/// its memory, the checks it has made and of how many integrations one ended well, after doing what the line says: <c>collect</c> garbage, <c>check</c> what is due,
/// <c>hurry</c> to check each once, or <c>rest</c> from checking.
/// Ends when its input does.
/// </summary>
internal static class WebHost
{
    /// <summary>Storage in memory.</summary>
    public const string Memory = "memory";

    /// <summary>Storage in a file of its own.</summary>
    public const string Sqlite = "sqlite";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

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
            health.AddHealthEventSubscriber<CheckedIntegrations>();
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
                health.AddHttp(IdOf(i), farEnd); // Every 5 minutes, which is the default.
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
        var integrationsChecked = app.Services.GetServices<IHealthEventSubscriber>().OfType<CheckedIntegrations>().Single();
        var counter = app.Services.GetServices<IHealthEventSubscriber>().OfType<CommitCounter>().Single();
        Console.WriteLine(app.Urls.First());
        while (await Console.In.ReadLineAsync() is { } command)
        {
            if (command == "collect")
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            if (command is "check" or "rest")
                queue.Open = command == "check";
            if (command == "hurry")
                await HurryAsync(queue, integrations);
            if (counter.Failed > 0)
                throw new InvalidOperationException($"{counter.Failed} checks failed: what a host does that checks in vain is not what is measured.");
            using var self = Process.GetCurrentProcess();
            // Not the Process's own, which counts in hundredths of a second: what checks take in a window of one is less.
            var cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{cpu} {self.WorkingSet64} {GC.GetTotalMemory(false)} {queue.Completed} {integrationsChecked.Count}"));
        }

        await app.StopAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// Makes all due soon: a host spreads first checks over 5 ms an integration, which is the whole interval where there are many. That stays as it is, so that no check is made
    /// twice, and nothing is missed while the host rests.
    /// </summary>
    private static async Task HurryAsync(GatedQueue queue, int integrations)
    {
        var began = Stopwatch.GetTimestamp();
        // A host has started before it knows all of them.
        while ((await queue.GetDepthAsync(default)).Scheduled is var known && known < integrations + 1)
        {
            if (Stopwatch.GetElapsedTime(began) > LongestStart)
                throw new TimeoutException($"The host knew {known} of {integrations + 1} integrations after {LongestStart.TotalSeconds:0} s.");
            await Task.Delay(100);
        }

        var now = TimeProvider.System.GetUtcNow();
        await queue.ScheduleAsync([.. Enumerable.Range(0, integrations).Select(i => new ScheduledCheck(IdOf(i), now + (Soon * i / integrations)))], default);
    }

    private static string IdOf(int integration) => $"http-{integration}";

    /// <summary>Each integration once, however often it was checked.</summary>
    private sealed class CheckedIntegrations : IHealthEventSubscriber
    {
        private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
        {
            foreach (var change in events)
            {
                if (change.Result is { Failure: null } && _ids.TryAdd(change.Integration.Id, true))
                    Interlocked.Increment(ref _count);
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class Always : IIntegrationChecker
    {
        public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken) => new(CheckResult.Success());
    }
}
