using IntegrationHealth.Catalog;
using IntegrationHealth.InMemory;
using Microsoft.Extensions.DependencyInjection;

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

        public Task UpsertAsync(IReadOnlyList<Integration> integrations, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
