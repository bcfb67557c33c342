using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.History;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

/// <summary>What is removed leaves the file.</summary>
public sealed class TidinessTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Delete_LeavesNoRowInAnyTable()
    {
        await using var host = await StartAsync("a");
        var step = new IncidentEvent(StorageContract.Start, IncidentEventKind.Started, IntegrationStatus.Unhealthy, null);
        var incident = Samples.Incident("in-1", "a", StorageContract.Start, IntegrationStatus.Unhealthy, null, step);
        await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 0, StorageContract.Start, incident: incident)], Stop);

        await host.GetRequiredService<IIntegrationStore>().DeleteAsync(["a"], Stop);

        var tables = new TableNames("");
        foreach (var table in new[]
                 {
                     tables.Integrations, tables.Snapshots, tables.History, tables.Hours, tables.Days, tables.Months,
                     tables.LateDays, tables.Incidents, tables.IncidentEvents,
                 })
        {
            _database.Scalar($"select count(*) from {table}").Should().Be(0L, "{0} must be empty", table);
        }
    }

    [Fact]
    public async Task Prune_ManySteps_RemovesAllAndGivesTheSpaceBack()
    {
        await using var host = await StartAsync("a", "b");
        const int Many = (SqlitePruner.RowsPerStep * 2) + 10;
        _database.Execute($"""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Many})
            insert into integration_health_history select i / 600000, iid, i, 4, 3, 20, 11, printf('%0200d', i) from n, integrations;
            """);
        await host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop);
        var pages = (long)_database.Scalar("pragma page_count")!;

        var removed = await host.GetRequiredService<IHistoryMaintenance>().RunAsync(
            new HistoryBounds(StorageContract.Start, StorageContract.Start, StorageContract.Start, StorageContract.Start, null), Stop);

        removed.Should().Be(Many * 2);
        (await ChecksAsync(host, "a")).Should().ContainSingle();
        ((long)_database.Scalar("pragma page_count")!).Should().BeLessThan(pages / 2);
        _database.Scalar("pragma integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Dispose_Host_LetsTheFileGo()
    {
        var host = await StartAsync("a");
        await host.GetRequiredService<IHealthReader>().GetAsync(["a"], Stop);

        await host.DisposeAsync();

        File.Exists(_database.FilePath + "-wal").Should().BeFalse("the last connection to close removes it");
    }

    private static Task<IReadOnlyList<HistoryEntry>> ChecksAsync(ServiceProvider host, string id) =>
        host.GetRequiredService<IHistoryReader>().GetChecksAsync(id, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1_000_000, Stop);

    private async Task<ServiceProvider> StartAsync(params string[] ids)
    {
        var host = _database.BuildHost(configure: options => options.BusyTimeout = TimeSpan.Zero);
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync([.. ids.Select(id => Samples.Integration(id))], Stop);
        return host;
    }
}
