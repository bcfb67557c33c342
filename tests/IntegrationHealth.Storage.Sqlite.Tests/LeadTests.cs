using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>The lead over alert rules goes by the machine's clock, which may have been wrong when it was written.</summary>
public sealed class LeadTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task WrittenByAClockThatWasAhead_BarsNobody_AndOneOfTheSameClockDoes()
    {
        await using var host = _database.BuildHost();
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        (await LeadAsync(host, "killed", StorageContract.Start.AddHours(1))).Should().Be("killed");

        (await LeadAsync(host, "next", StorageContract.Start)).Should().Be("next");

        (await LeadAsync(host, "other", StorageContract.Start.AddSeconds(-10))).Should().Be("next", "it read the clock a moment before");
        (await LeadAsync(host, "other", StorageContract.Start.AddSeconds(14))).Should().Be("next");
        (await LeadAsync(host, "other", StorageContract.Start.AddSeconds(15))).Should().Be("other");
    }

    private static async Task<string> LeadAsync(ServiceProvider host, string holder, DateTimeOffset now) =>
        (await host.GetRequiredService<IAlertStore>().LeadAsync(new AlertingLead(holder, now.AddSeconds(15), now, 0, 0), now, Stop)).Holder;
}
