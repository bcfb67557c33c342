using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.InMemory;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

/// <summary>A notification that is given up is told elsewhere: nobody hears what it says, and its group believes that it was told.</summary>
public sealed class GivenUpTests
{
    [Fact]
    public async Task Refused_AnotherChannelIsTold_OnceForMany()
    {
        await using var bench = await DeliveryBench.StartAsync("ops", "other");
        NotificationMessage? notice = null;
        bench.Far.Answer = (channel, message, _) =>
        {
            notice = channel == "other" ? message : notice;
            return Task.FromResult(channel == "ops" ? DeliveryOutcome.Rejected("HTTP 400: invalid_blocks") : DeliveryOutcome.Delivered("taken"));
        };

        await bench.PutAsync([.. Enumerable.Range(0, 50).Select(index => DeliveryBench.Notification($"ntf_{index}"))]);
        await bench.UntilEmptyAsync();

        bench.Far.Attempts.Where(attempt => attempt.Channel == "other").Should().ContainSingle();
        notice!.Reason.Should().Be(NotificationReason.Operational);
        notice.Alerts.Single().Alert.Message.Should().Contain("'ops'").And.Contain("HTTP 400: invalid_blocks").And.Contain("Three failures");
    }

    [Fact]
    public async Task TriedForADay_AnotherChannelIsTold()
    {
        await using var bench = await DeliveryBench.StartAsync("ops", "other");
        bench.Far.Answer = (channel, _, _) => Task.FromResult(channel == "ops" ? DeliveryOutcome.Retry("HTTP 503") : DeliveryOutcome.Delivered("taken"));

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(30), TimeSpan.FromDays(3));

        bench.Far.Accepted.Should().ContainSingle().Which.Channel.Should().Be("other");
    }

    [Fact]
    public async Task NoticeIsGivenUpItself_NobodyIsToldOfThat()
    {
        await using var bench = await DeliveryBench.StartAsync("ops", "other", "third");
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Rejected("HTTP 400"));

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync();

        bench.Far.Attempts.Select(attempt => attempt.Channel).Should().BeEquivalentTo("ops", "other", "third");
    }

    [Fact]
    public async Task GivenUpAgain_AfterAnHour_IsToldAgain()
    {
        await using var bench = await DeliveryBench.StartAsync("ops", "other");
        bench.Far.Answer = (channel, _, _) => Task.FromResult(channel == "ops" ? DeliveryOutcome.Rejected("HTTP 400") : DeliveryOutcome.Delivered("taken"));

        for (var quarter = 0; quarter < 6; quarter++)
        {
            await bench.PutAsync(DeliveryBench.Notification($"ntf_{quarter}"));
            await bench.UntilEmptyAsync();
            bench.Time.Advance(TimeSpan.FromMinutes(15));
        }

        bench.Far.Accepted.Where(accepted => accepted.Channel == "other").Should().HaveCount(2);
    }

    [Fact]
    public async Task ChannelsOfOwners_AreToldOfTogether()
    {
        await using var bench = await DeliveryBench.StartAsync(new FakeTimeProvider(Messages.Noon), new RecordingChannel(), new InMemoryState(), health =>
        {
            health.AddNotificationChannel(DeliveryBench.Channel("ops"));
            health.Services.AddSingleton<IOwnerNotificationChannels, EveryOwner>();
        });
        bench.Far.Answer = (channel, _, _) => Task.FromResult(channel == "mail" ? DeliveryOutcome.Rejected("550 no such mailbox") : DeliveryOutcome.Delivered("taken"));

        await bench.PutAsync([.. Enumerable.Range(0, 20).Select(index => DeliveryBench.Notification($"ntf_{index}", $"owner:{index}"))]);
        await bench.UntilEmptyAsync();

        bench.Far.Accepted.Should().ContainSingle().Which.Channel.Should().Be("ops");
    }

    [Fact]
    public async Task IntegrationKeyIsRefused_ThePagerIsSwitchedOff_AndWhatComesWaitsForAnotherKey()
    {
        await using var bench = await DeliveryBench.StartAsync("ops", "other");
        bench.Far.Answer = (channel, _, _) => Task.FromResult(channel == "ops" ? DeliveryOutcome.Gone("HTTP 400: 'routing_key' is invalid") : DeliveryOutcome.Delivered("taken"));

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync();

        bench.Far.Accepted.Should().ContainSingle("that it was switched off says it all").Which.Channel.Should().Be("other");
    }

    private sealed class EveryOwner : IOwnerNotificationChannels
    {
        public ValueTask<NotificationChannel?> GetChannelAsync(string ownerId, CancellationToken cancellationToken) => new(DeliveryBench.Channel("mail"));
    }
}
