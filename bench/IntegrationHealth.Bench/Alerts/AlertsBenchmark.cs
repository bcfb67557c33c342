using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Bench.Running;
using IntegrationHealth.Bench.Storage;
using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>
/// 1,000 notifications, none grouped, to one webhook: from the commit to the outbox to the last request, beside Prometheus Alertmanager from its
/// call of the API to the last request. Ours are signed, and lie in memory, in SQLite and in PostgreSQL, both with their durable defaults.
/// </summary>
internal static class AlertsBenchmark
{
    private const int Count = 1_000;

    /// <summary>Rounds before those that count: the compiler goes on for about so long. What the very first takes is told apart.</summary>
    private const int WarmUp = 20;

    private static readonly TimeSpan LongestRecord = TimeSpan.FromSeconds(60);

    private const string Theirs = "alertmanager";

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var rounds = Rounds.Of(full, usual: 7, inFull: 15);
        var report = new BenchReport("alerts");
        report.Conditions["alerts"] = Count.ToString(CultureInfo.InvariantCulture);
        report.Conditions["storage"] = "ours as named, SQLite and PostgreSQL durable (Alertmanager: memory, and a log of what it notified)";
        await using var receiver = new AlertReceiver(FreePort.Next());
        await receiver.StartAsync();
        await using var alertmanager = new Alertmanager(FreePort.Next(), receiver.Url);
        await alertmanager.ReadyAsync();
        await using var postgreSql = await BenchPostgreSql.StartAsync(core: null);
        var folder = Directory.CreateTempSubdirectory("integrationhealth-bench-alerts-");
        try
        {
            await RunAsync(report, rounds, tells: full, receiver, alertmanager, new Dictionary<string, Action<IIntegrationHealthBuilder>>(StringComparer.Ordinal)
            {
                ["memory"] = _ => { },
                ["sqlite"] = health => health.UseSqlite($"Data Source={Path.Combine(folder.FullName, "health.db")}"),
                ["postgresql"] = health => health.UsePostgreSql(postgreSql.ConnectionString),
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds.Made}, in turn, after {WarmUp} to warm up, medians; the first of all apart");
        return report;
    }

    private static async Task RunAsync(
        BenchReport report, Rounds rounds, bool tells, AlertReceiver receiver, Alertmanager alertmanager, Dictionary<string, Action<IIntegrationHealthBuilder>> storages)
    {
        var hosts = new Dictionary<string, IHost>(StringComparer.Ordinal);
        foreach (var (name, use) in storages)
            hosts.Add(name, await StartHostAsync(receiver.Url, use));
        var times = hosts.Keys.Append(Theirs).ToDictionary(name => name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round < WarmUp; round++)
        {
            foreach (var name in times.Keys)
            {
                var time = await MeasureAsync(name);
                if (round == 0)
                    report.Add($"{name}.first", time, "ms for 1,000, in a host just started");
            }
        }

        await rounds.RunAsync(async _ =>
        {
            foreach (var (name, taken) in times)
                taken.Add(await MeasureAsync(name));
        });
        if (tells)
        {
            foreach (var (name, host) in hosts)
                await TellAsync($"{name}: {times[name][^1]:0} ms", host.Services.GetRequiredService<OutboxTimeline>());
        }

        foreach (var host in hosts.Values)
        {
            await host.StopAsync();
            host.Dispose();
        }

        foreach (var (name, taken) in times)
        {
            report.Add(name, Statistics.Median(taken), "ms for 1,000");
            if (name != Theirs)
                report.AddRatio($"{name}/{Theirs}", Statistics.Median(taken) / Statistics.Median(times[Theirs]));
        }

        // What one writes after the last request must not be taken from the time of the next.
        async Task<double> MeasureAsync(string name)
        {
            var turn = receiver.Expect(Count);
            var started = Stopwatch.GetTimestamp();
            await (name == Theirs ? alertmanager.PostAsync(turn, Count) : CommitAsync(hosts[name].Services, turn));
            await turn.AllAsync();
            var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            await (name == Theirs ? alertmanager.SettledAsync() : UntilRecordedAsync(name, hosts[name].Services.GetRequiredService<OutboxTimeline>()));
            return time;
        }
    }

    private static Task UntilRecordedAsync(string name, OutboxTimeline outbox) => Waiting.UntilAsync(
        async () => (await outbox.GetDepthAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None)).Waiting == 0,
        LongestRecord, $"the outbox of {name} to note deliveries that came");

    private static async Task TellAsync(string title, OutboxTimeline timeline)
    {
        await Console.Out.WriteLineAsync(title);
        foreach (var line in timeline.Describe())
            await Console.Out.WriteLineAsync(line);
    }

    private static async Task<IHost> StartHostAsync(string url, Action<IIntegrationHealthBuilder> use)
    {
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services =>
            {
                services.AddIntegrationHealth(health =>
                {
                    health.AddWebhook("hook", url, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
                    use(health);
                });
                Watch(services);
            })
            .Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>The outbox as registered, with a watch around it.</summary>
    private static void Watch(IServiceCollection services)
    {
        var outbox = services.Last(service => service.ServiceType == typeof(INotificationOutbox));
        services.AddSingleton(provider => new OutboxTimeline((INotificationOutbox)ActivatorUtilities.CreateInstance(provider, outbox.ImplementationType!)));
        services.AddSingleton<INotificationOutbox>(provider => provider.GetRequiredService<OutboxTimeline>());
    }

    private static async Task CommitAsync(IServiceProvider services, AlertReceiver.Turn turn)
    {
        var timeline = services.GetRequiredService<OutboxTimeline>();
        timeline.Begin();
        var began = Stopwatch.GetTimestamp();
        var now = TimeProvider.System.GetUtcNow();
        Notification[] notifications = [.. Enumerable.Range(0, Count).Select(index => OneNotification.Make(turn.Id(index), index, now))];
        await services.GetRequiredService<AlertCommitter>().CommitAsync(new AlertCommit { Notifications = notifications }, CancellationToken.None);
        timeline.Add("commit", began, Count);
    }
}
