using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.InMemory;

public sealed class InMemoryMemoryTests
{
    [Fact]
    public async Task Idle_TenThousandIntegrations_CostUnderAKilobyteEach()
    {
        const int Count = 10_000;
        using var services = new ServiceCollection().AddInMemoryStorage().BuildServiceProvider();
        var integrations = Enumerable.Range(0, Count)
            .Select(i => new Integration { Id = $"integration-{i}", Provider = "http", Name = "A name" }).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        await services.GetRequiredService<IIntegrationStore>().UpsertAsync(integrations, TestContext.Current.CancellationToken);

        var perIntegration = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        perIntegration.Should().BeLessThan(1_024, "even what was allocated on the way, and not kept, is less");
    }

    [Fact]
    public void Aged_AYearOfChecks_CostsUnderSixtyFourKilobytes()
    {
        var retention = new ServiceCollection().AddIntegrationHealth().BuildServiceProvider()
            .GetRequiredService<IOptions<IntegrationHealthOptions>>().Value.Retention;
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var series = new RollupSeries();
        for (var hour = 0; hour < 365 * 24; hour++)
        {
            var at = start.AddHours(hour);
            series.Add(new RollupDelta { Hour = at, Outcome = CheckOutcome.Failed, LatencyMs = 20, FailureKind = FailureKind.Timeout }, countOutcome: true);
            if (hour % 24 == 0)
                series.Maintain(retention.BoundsAt(at));
        }

        var cells = series.Hours.Count + series.Days.Count + 12;
        (cells * BytesOfACell()).Should().BeLessThan(64 * 1024, "{0} hours and {1} days are left", series.Hours.Count, series.Days.Count);
        series.Hours.Count.Should().BeGreaterThanOrEqualTo(7 * 24);
    }

    /// <summary>With its counts of failures and its place in a list.</summary>
    private static long BytesOfACell()
    {
        new RollupCell(default).Count(CheckOutcome.Failed, 20, FailureKind.Timeout);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cell = new RollupCell(default);
        cell.Count(CheckOutcome.Failed, 20, FailureKind.Timeout);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before + IntPtr.Size;
        GC.KeepAlive(cell);
        return bytes;
    }

    [Fact]
    public void AddInMemoryStorage_SomethingRegistered_LeavesIt()
    {
        var own = new ServiceCollection().AddSingleton<IIntegrationStore, OwnStore>();

        own.AddInMemoryStorage();

        own.Where(service => service.ServiceType == typeof(IIntegrationStore)).Should().ContainSingle()
            .Which.ImplementationType.Should().Be<OwnStore>();
    }

    private sealed class OwnStore : IIntegrationStore
    {
        public IAsyncEnumerable<StoredIntegration> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> InsertAsync(Integration integration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
