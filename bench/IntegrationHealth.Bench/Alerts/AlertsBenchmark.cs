using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Bench.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>
/// 1,000 notifications, none grouped, to one webhook: from the commit to the outbox to the last request, beside Prometheus Alertmanager from its
/// call of the API to the last request. Ours are signed; the outbox is in memory.
/// </summary>
internal static class AlertsBenchmark
{
    private const int Count = 1_000;

    public static async Task<BenchReport> RunAsync(bool full)
    {
        var rounds = full ? 15 : 7;
        var report = new BenchReport("alerts");
        report.Conditions["alerts"] = Count.ToString(CultureInfo.InvariantCulture);
        report.Conditions["storage"] = "in memory (Alertmanager: its own files)";
        report.Conditions["rounds"] = string.Create(CultureInfo.InvariantCulture, $"{rounds}, in turn, after one to warm up; medians");
        await using var receiver = new AlertReceiver(FreePort());
        await receiver.StartAsync();
        await using var alertmanager = new Alertmanager(FreePort(), receiver.Url);
        await alertmanager.ReadyAsync();
        using var host = await StartHostAsync(receiver.Url);

        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var own = await MeasureAsync(receiver, () => CommitAsync(host.Services, round));
            var other = await MeasureAsync(receiver, () => alertmanager.PostAsync(round, Count));
            if (round == 0)
                continue;
            ours.Add(own);
            theirs.Add(other);
        }

        await host.StopAsync();
        report.Add("integrationHealth", Statistics.Median(ours), "ms for 1,000");
        report.Add("alertmanager", Statistics.Median(theirs), "ms for 1,000");
        report.AddRatio("integrationHealth/alertmanager", Statistics.Median(ours) / Statistics.Median(theirs));
        return report;
    }

    private static async Task<double> MeasureAsync(AlertReceiver receiver, Func<Task> send)
    {
        var all = receiver.Expect(Count);
        var started = Stopwatch.GetTimestamp();
        await send();
        await all.WaitAsync(TimeSpan.FromMinutes(2));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<IHost> StartHostAsync(string url)
    {
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services => services.AddIntegrationHealth(health =>
                health.AddWebhook("hook", url, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
            .Build();
        await host.StartAsync();
        return host;
    }

    private static async Task CommitAsync(IServiceProvider services, int round)
    {
        var now = TimeProvider.System.GetUtcNow();
        Notification[] notifications = [.. Enumerable.Range(0, Count).Select(index => Make(round, index, now))];
        await services.GetRequiredService<IAlertStore>().CommitAsync(new AlertCommit { Notifications = notifications }, CancellationToken.None);
        services.GetRequiredService<OutboxSignal>().Raise();
    }

    private static Notification Make(int round, int index, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"ntf_{round}_{index}");
        var alert = new Alert
        {
            Id = id,
            Fingerprint = id,
            RuleId = "three-failures",
            RuleName = "Three failures",
            RuleRevision = "1",
            Group = id,
            Severity = AlertSeverity.Critical,
            IntegrationId = $"integration-{index}",
            Name = $"Integration {index}",
            Provider = "http",
            State = AlertState.Firing,
            StartedAt = now,
            FiredAt = now,
            Message = "The provider no longer accepts this connection.",
        };
        return new Notification(id, "hook", id, now, new NotificationMessage
        {
            Id = id,
            Type = NotificationType.Firing,
            Reason = NotificationReason.First,
            Timestamp = now,
            RuleName = "Three failures",
            Severity = AlertSeverity.Critical,
            GroupKey = id,
            Alerts = [new NotificationAlert { Alert = alert, IsNews = true }],
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
