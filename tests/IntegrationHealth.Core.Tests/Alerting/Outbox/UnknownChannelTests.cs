using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.InMemory;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

/// <summary>A channel that a host does not know may be known to another, or in a moment.</summary>
public sealed class UnknownChannelTests
{
    [Fact]
    public async Task KnownToAnotherHost_IsDeliveredThere()
    {
        var (time, far, state) = (new FakeTimeProvider(Messages.Noon), new RecordingChannel(), new InMemoryState());
        await using var older = await DeliveryBench.StartAsync(time, far, state, health => health.AddNotificationChannel(DeliveryBench.Channel("ops")));
        await older.PutAsync([.. Enumerable.Range(0, 300).Select(index => DeliveryBench.Notification($"ntf_{index}", "new"))]);
        await older.UntilAsync(() => time.GetUtcNow() > Messages.Noon + TimeSpan.FromMinutes(3), "a few minutes pass", TimeSpan.FromSeconds(1));
        (await older.DepthAsync()).Should().Match<OutboxDepth>(depth => depth.Waiting == 300 && depth.Dead == 0);

        await using var newer = await DeliveryBench.StartAsync(time, far, state, health =>
        {
            health.AddNotificationChannel(DeliveryBench.Channel("ops"));
            health.AddNotificationChannel(DeliveryBench.Channel("new"));
        });
        await newer.UntilEmptyAsync(TimeSpan.FromSeconds(1));

        far.Accepted.Should().HaveCount(300).And.OnlyContain(accepted => accepted.Channel == "new");
    }

    [Fact]
    public async Task MadeAMomentAgo_IsReadAtOnce()
    {
        await using var bench = await DeliveryBench.StartAsync();
        var channel = DeliveryBench.Channel("made") with { Origin = ConfigurationOrigin.Runtime };
        await bench.Services.GetRequiredService<IAlertConfigurationStore>().PutAsync(new ConfigurationDocument(
            ConfigurationKind.Channel, "made", JsonSerializer.Serialize(channel, StoredAlertingJson.Default.NotificationChannel), null, 0), CancellationToken.None);

        await bench.PutAsync(DeliveryBench.Notification("ntf_1", "made"));
        await bench.UntilEmptyAsync(limit: TimeSpan.FromSeconds(10));

        bench.Far.Accepted.Should().ContainSingle().Which.Channel.Should().Be("made");
    }

    [Fact]
    public async Task KnownToNobody_IsKeptForADay_ThenGivenUpAndTold()
    {
        await using var bench = await DeliveryBench.StartAsync();
        await bench.PutAsync(DeliveryBench.Notification("ntf_1", "removed"));
        await bench.UntilAsync(() => bench.Time.GetUtcNow() > Messages.Noon + TimeSpan.FromHours(23), "23 hours pass", TimeSpan.FromSeconds(30), TimeSpan.FromHours(24));
        (await bench.DepthAsync()).Should().Match<OutboxDepth>(depth => depth.Waiting == 1 && depth.Dead == 0);

        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(30), TimeSpan.FromHours(2));

        (await bench.Outbox.ListDeadAsync(10, CancellationToken.None)).Should().ContainSingle().Which.Should()
            .Match<DeadNotification>(dead => dead.Detail.Contains("no channel 'removed'", StringComparison.Ordinal) && dead.Attempts == 1);
        bench.Far.Accepted.Should().ContainSingle().Which.Channel.Should().Be("ops");
    }
}
