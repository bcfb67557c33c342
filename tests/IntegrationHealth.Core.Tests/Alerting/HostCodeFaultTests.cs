using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Fault 39: the host's own code throws or does not answer. Whom it concerns waits, and nobody else.</summary>
public sealed class HostCodeFaultTests
{
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new FakeLogCollectorOptions());

    [Fact]
    public async Task OwnersCannotBeLookedUp_OperatorsAreToldAtOnce_AndTheOwnerWhenTheyCan()
    {
        var owners = new Owners { Answer = (_, _) => throw new InvalidOperationException("The user database is away.") };
        await using var bench = await StartAsync(owners);
        await bench.FailAsync();
        await bench.TickAsync();
        (await bench.TakeAsync()).Should().ContainSingle().Which.ChannelId.Should().Be("ops");

        await bench.PassAsync(TimeSpan.FromMinutes(5));
        (await bench.TakeAsync()).Should().BeEmpty();
        _log.GetSnapshot().Where(entry => entry.Id.Name == "OwnerChannelAway").Should().ContainSingle("it is one outage");

        owners.Answer = Mail;
        await bench.PassAsync(TimeSpan.FromSeconds(35));
        (await bench.TakeAsync()).Should().ContainSingle().Which.ChannelId.Should().Be("owner:alice");
    }

    [Fact]
    public async Task OneOwnerCannotBeLookedUp_TheOthersAreTold()
    {
        var owners = new Owners { Answer = (id, token) => id == "alice" ? throw new InvalidOperationException("poison") : Mail(id, token) };
        await using var bench = await StartAsync(owners, AlertingBench.Rule() with { NotifyOwner = true, GroupBy = [GroupLabel.Integration] });
        await bench.AddAsync("two", owner: "bob");
        await bench.FailAsync("one");
        await bench.FailAsync("two");
        await bench.TickAsync();

        (await bench.TakeAsync()).Select(told => told.ChannelId).Should().BeEquivalentTo("ops", "ops", "owner:bob");
    }

    [Fact]
    public async Task LookUpOfOwnersNeverEnds_OneIsWaitedFor_AndTheOthersPutOffWithIt()
    {
        var asked = new TaskCompletionSource();
        var owners = ThatNeverAnswer(asked);
        await using var bench = await StartAsync(owners, AlertingBench.Rule() with { NotifyOwner = true, GroupBy = [GroupLabel.Integration] });
        for (var index = 0; index < 20; index++)
        {
            await bench.AddAsync($"of-{index}", owner: $"owner-{index}");
            await bench.FailAsync($"of-{index}");
        }

        var tick = bench.TickAsync();
        await asked.Task;
        bench.Time.Advance(OwnerChannels.LongestWait);
        await tick;

        for (var second = 0; second < 20; second++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await bench.FailAsync($"of-{second}");
            await bench.TickAsync();
        }

        owners.Asked.Should().Be(1, "who waited in vain does not wait again at once");
        (await bench.TakeAsync()).Should().HaveCount(20).And.OnlyContain(told => told.ChannelId == "ops");
    }

    [Fact]
    public async Task LookUpOfAnOwnerNeverEnds_ADeliveryEndsAllTheSame()
    {
        var asked = new TaskCompletionSource();
        var owners = ThatNeverAnswer(asked);
        await using var bench = await StartAsync(owners);

        var found = bench.Services.GetRequiredService<ChannelDirectory>().FindAsync("owner:alice", default).AsTask();
        await asked.Task;
        bench.Time.Advance(OwnerChannels.LongestWait);

        (await FluentActions.Awaiting(() => found).Should().ThrowAsync<TimeoutException>()).WithMessage("*'alice'*5 s*");
    }

    [Fact]
    public async Task LinksCannotBeMade_TheMessageGoesOutWithoutThem()
    {
        await using var bench = await StartAsync(null, configure: health =>
        {
            health.Services.Replace(ServiceDescriptor.Singleton<IAlertLinks, NoKeys>());
            health.Services.AddSingleton<IRecoveryLinks, NoPages>();
        });
        await bench.ResultAsync("one", CheckResult.Failed(CheckFailure.Of(FailureKind.AuthenticationRevoked, "It was revoked.", Confidence.High)));
        await bench.TickAsync();

        var told = (await bench.TakeAsync()).Should().ContainSingle().Subject.Message.Alerts.Single();

        (told.AcknowledgeUrl, told.ResolveUrl, told.ActionUrl, told.Action).Should().Be((null, null, null, RecoveryAction.Reconnect));
        _log.GetSnapshot().Where(entry => entry.Id.Name == "LinkFailed").Should().HaveCount(2, "of both kinds of links once");
        (await bench.Actions.AcknowledgeAsync((await bench.AlertAsync()).Id, "alice", null, default)).Status.Should().Be(AlertActionStatus.Done);
        (await bench.TakeAsync()).Should().ContainSingle().Which.Message.Reason.Should().Be(NotificationReason.Acknowledged);
    }

    [Fact]
    public async Task LinksCannotBeMade_AnEscalationIsTold_AndWhatComesAfterIt()
    {
        await using var bench = await StartAsync(null, AlertingBench.Rule() with { EscalationPolicyId = "policy" },
            health => health.Services.Replace(ServiceDescriptor.Singleton<IAlertLinks, NoKeys>()));
        await bench.SaveAsync(new NotificationChannel { Id = "pager", Name = "pager", Type = "recording" });
        await bench.SaveAsync(new EscalationPolicy { Id = "policy", Name = "policy", Steps = [new EscalationStep { Delay = TimeSpan.Zero, ChannelIds = ["pager"] }] });
        await bench.FailAsync();
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        (await bench.TakeAsync()).Select(told => told.ChannelId).Should().BeEquivalentTo("ops", "pager");
    }

    private Task<AlertingBench> StartAsync(
        Owners? owners, AlertRule? rule = null, Action<IntegrationHealth.DependencyInjection.IIntegrationHealthBuilder>? configure = null) => AlertingBench.StartAsync(
        [rule ?? AlertingBench.Rule() with { NotifyOwner = true }], health =>
        {
            health.Services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_log)));
            if (owners is not null)
                health.Services.AddSingleton<IOwnerNotificationChannels>(owners);
            configure?.Invoke(health);
        });

    private static Owners ThatNeverAnswer(TaskCompletionSource asked) => new()
    {
        Answer = async (_, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return null;
        },
    };

    private static ValueTask<NotificationChannel?> Mail(string ownerId, CancellationToken cancellationToken) =>
        new(new NotificationChannel { Id = "mail", Name = "Mail", Type = "recording" });

    private sealed class Owners : IOwnerNotificationChannels
    {
        private int _asked;

        public required Func<string, CancellationToken, ValueTask<NotificationChannel?>> Answer { get; set; }

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask<NotificationChannel?> GetChannelAsync(string ownerId, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Answer(ownerId, cancellationToken);
        }
    }

    private sealed class NoKeys : IAlertLinks
    {
        public string? Acknowledge(Alert alert) => throw new InvalidOperationException("The key ring is away.");

        public string? Resolve(Alert alert) => throw new InvalidOperationException("The key ring is away.");
    }

    private sealed class NoPages : IRecoveryLinks
    {
        public string? GetUrl(Integration integration, RecoveryAction action) => throw new InvalidOperationException("No such page.");
    }
}
