using System.Collections.Concurrent;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Writing;

/// <summary>An outage changes more alerts than there are commits whose news may wait.</summary>
public sealed class ManyAlertsTests
{
    private const int Integrations = 1_500;

    [Fact]
    public async Task Commit_ManyAlertsWhileASubscriberIsBusy_AllAreToldAndByCommit()
    {
        await using var host = await FlowHost.StartAsync(health =>
        {
            for (var number = 0; number < Integrations; number++)
                health.AddIntegration(FlowHost.Scripted($"i{number}"));
            health.Services.AddSingleton<SlowListener>().AddSingleton<IAlertEventSubscriber>(services => services.GetRequiredService<SlowListener>());
        });
        var listener = host.Services.GetRequiredService<SlowListener>();
        host.Checker.Answer = (_, _) => new(Given.Revoked);
        await host.UntilAsync(() => host.Events.All.Count(change => change.After.Status == IntegrationStatus.Unhealthy) >= Integrations, "all were found revoked");

        listener.Free.SetResult();
        await host.UntilAsync(() => listener.Heard.Count == Integrations, "all are told", TimeSpan.FromMinutes(1));

        listener.Calls.Should().BeLessThan(Integrations / 2, "it is called after each commit, not for each result");
    }

    private sealed class SlowListener : IAlertEventSubscriber
    {
        private int _calls;

        public TaskCompletionSource Free { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentDictionary<string, bool> Heard { get; } = new(StringComparer.Ordinal);

        public int Calls => Volatile.Read(ref _calls);

        public async ValueTask OnAlertsChangedAsync(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
        {
            await Free.Task.WaitAsync(cancellationToken);
            Interlocked.Increment(ref _calls);
            foreach (var alert in alerts)
                Heard[alert.IntegrationId!] = true;
        }
    }
}
