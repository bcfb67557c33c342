using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using static IntegrationHealth.Tests.Writing.ResultWriterTests;

namespace IntegrationHealth.Tests.Writing;

/// <summary>Results of integrations that were removed, replaced or renamed while their check was under way.</summary>
public sealed class ChangedIntegrationTests
{
    [Fact]
    public async Task WriteAsync_IntegrationGone_IsForgotten()
    {
        await using var host = await StartAsync("one");
        await host.Catalog.AddAsync(FlowHost.Scripted("gone"), TestContext.Current.CancellationToken);
        var gone = host.Monitored("gone");
        await host.Catalog.RemoveAsync("gone", TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<ResultWriter>().WriteAsync(Result(gone, Given.Revoked, host.Time.GetUtcNow()), CancellationToken.None);
        await WriteAsync(host, "one", Given.Revoked, 0);

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "the others go on");
        host.Services.GetRequiredService<FaultyResultStore>().Written.Select(write => write.Snapshot.IntegrationId).Should().NotContain("gone");
    }

    [Fact]
    public async Task WriteAsync_IdBelongsToAnotherNow_IsForgotten()
    {
        await using var host = await StartAsync("one");
        await host.Catalog.AddAsync(FlowHost.Scripted("same"), TestContext.Current.CancellationToken);
        var before = host.Monitored("same");
        await host.Catalog.RemoveAsync("same", TestContext.Current.CancellationToken);
        await host.Catalog.AddAsync(FlowHost.Scripted("same", "bob"), TestContext.Current.CancellationToken);
        await host.UntilAsync(() => host.Monitored("same").Snapshot.Version == 1, "the successor is checked");

        await host.Services.GetRequiredService<ResultWriter>().WriteAsync(Result(before, Given.Revoked, host.Time.GetUtcNow()), CancellationToken.None);
        await WriteAsync(host, "one", Given.Revoked, 0);

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "the others go on");
        host.Monitored("same").Snapshot.Should().Match<HealthSnapshot>(snapshot => snapshot.Version == 1 && snapshot.Status == IntegrationStatus.Healthy);
    }

    [Fact]
    public async Task WriteAsync_ConnectionChangedDuringTheCheck_IsForgottenAndCheckedAnew()
    {
        await using var host = await StartAsync("one");
        await host.Catalog.AddAsync(FlowHost.Scripted("same"), TestContext.Current.CancellationToken);
        await host.UntilAsync(() => host.Monitored("same") is { Snapshot.Version: 1, Checking: false }, "it is checked");
        var before = host.Monitored("same");
        await host.Catalog.UpdateAsync(before.Integration with { OwnerId = "bob" }, TestContext.Current.CancellationToken);

        await host.Services.GetRequiredService<ResultWriter>().WriteAsync(Result(before, Given.Revoked, host.Time.GetUtcNow()), CancellationToken.None);

        await host.UntilAsync(() => host.Monitored("same") is { Snapshot.Version: 1, Checking: false }, "the new connection is checked, from the beginning");
        host.Monitored("same").Snapshot.Status.Should().Be(IntegrationStatus.Healthy);
    }

    [Fact]
    public async Task WriteAsync_RenamedDuringTheCheck_IsWritten()
    {
        await using var host = await StartAsync("one");
        await host.Catalog.AddAsync(FlowHost.Scripted("same"), TestContext.Current.CancellationToken);
        await host.UntilAsync(() => host.Monitored("same") is { Snapshot.Version: 1, Checking: false }, "it is checked");
        var before = host.Monitored("same");
        await host.Catalog.UpdateAsync(before.Integration with { Name = "Another name" }, TestContext.Current.CancellationToken);

        await host.Services.GetRequiredService<ResultWriter>().WriteAsync(Result(before, Given.Revoked, host.Time.GetUtcNow()), CancellationToken.None);

        await host.UntilAsync(() => host.Monitored("same").Snapshot.Status == IntegrationStatus.Unhealthy, "the result holds for it");
    }
}
