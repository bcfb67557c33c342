using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting.Outbox;

public sealed class LostSecretTests
{
    [Fact]
    public async Task Deliver_KeysOfTheSecretAreGone_SendsNothingUntilItIsSetAgain()
    {
        await using var bench = await DeliveryBench.StartAsync();
        await SaveAsync(bench, "sealed with keys that are gone", 0);
        bench.Services.GetRequiredService<AlertConfiguration>().FindChannel("sealed")!.SecretIsLost.Should().BeTrue();

        await bench.PutAsync(DeliveryBench.Notification("ntf_1", "sealed"), DeliveryBench.Notification("ntf_2", "ops"));
        await bench.UntilAsync(() => bench.Far.Accepted.Any(told => told.Channel == "ops"), "another channel is told");
        await bench.UntilAsync(async () => (await bench.Services.GetRequiredService<IAlertConfigurationStore>().ListAsync(CancellationToken.None))
            .Any(document => document.Id == ChannelHealth.DocumentId("sealed")), "it counts as a failure of the channel");
        bench.Far.Attempts.Should().NotContain(attempt => attempt.Channel == "sealed", "unsigned, it would be another message");

        await SaveAsync(bench, bench.Services.GetRequiredService<ISecretProtector>().Protect(Messages.Secret), 1);
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(5));
        bench.Far.Accepted.Should().Contain(("sealed", "ntf_1"));
    }

    private static async Task SaveAsync(DeliveryBench bench, string secret, long version)
    {
        var channel = DeliveryBench.Channel("sealed") with { Origin = ConfigurationOrigin.Runtime };
        var document = new ConfigurationDocument(
            ConfigurationKind.Channel, "sealed", JsonSerializer.Serialize(channel, StoredAlertingJson.Default.NotificationChannel), secret, version);
        (await bench.Services.GetRequiredService<IAlertConfigurationStore>().PutAsync(document, CancellationToken.None)).Should().BeTrue();
        await bench.Services.GetRequiredService<AlertConfiguration>().RefreshAsync(CancellationToken.None);
    }
}
