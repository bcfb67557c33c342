using IntegrationHealth.Diagnostics;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

public sealed class InspectorTests(SharedServer shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetSizeAsync_HistoryGrows_CountsItsPartitions()
    {
        await using var host = await TestHost.StartAsync(await shared.CreateDatabaseAsync(Stop), "a");
        var inspector = host.GetRequiredService<IStorageInspector>();
        var before = await inspector.GetSizeAsync(Stop);

        for (var number = 0; number < 300; number++)
            await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", number, StorageContract.Start.AddSeconds(number))], Stop);

        inspector.Kind.Should().Be("postgresql");
        before.Should().BePositive();
        (await inspector.GetSizeAsync(Stop)).Should().BeGreaterThan(before!.Value);
    }
}
