using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;
using static IntegrationHealth.Tests.Writing.ResultWriterTests;

namespace IntegrationHealth.Tests.Writing;

/// <summary>What a person did and storage refuses, although the state is the one expected: an alert was changed beside it.</summary>
public sealed class RefusedChangeTests
{
    [Fact]
    public async Task WriteAsync_PauseRefusedForAnAlertThatChanged_IsMadeAllTheSame()
    {
        await using var host = await StartAsync();
        await host.Catalog.AddAsync(FlowHost.Scripted("one"));
        await host.UntilAsync(() => host.Monitored("one") is { Snapshot.Status: IntegrationStatus.Healthy, Checking: false }, "a first check");
        host.Services.GetRequiredService<FaultyResultStore>().RefusedFor = 3;

        await host.Catalog.UpdateAsync(FlowHost.Scripted("one") with { Enabled = false });

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Paused, "paused");
    }
}
