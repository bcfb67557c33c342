using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Checks;

namespace IntegrationHealth.Tests.Catalog;

/// <summary>A check under way holds the definition it began with: its state says which is in force now.</summary>
public sealed class IntegrationRegistryTests : IDisposable
{
    private readonly CheckBench _bench = new();
    private readonly IntegrationRegistry _registry = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Set_NewDefinitionOfTheSameIntegration_IsPresentForTheOneBefore()
    {
        var first = _bench.Monitored();
        var second = new MonitoredIntegration(first.Integration with { Name = "Renamed" }, first.Provider, first.Settings, first.Policy, first.State);

        _registry.Set(first);
        first.State.Present.Should().BeSameAs(first);
        _registry.Set(second);

        first.State.Present.Should().BeSameAs(second);
    }

    [Fact]
    public void Set_AnotherIntegrationOfTheSameId_TheOneBeforeIsGone()
    {
        var (before, after) = (_bench.Monitored(), _bench.Monitored());
        _registry.Set(before);

        _registry.Set(after);

        before.State.Present.Should().BeNull();
        after.State.Present.Should().BeSameAs(after);
    }

    [Fact]
    public void Remove_Known_IsGone()
    {
        var monitored = _bench.Monitored();
        _registry.Set(monitored);

        _registry.Remove(monitored.Integration.Id);

        monitored.State.Present.Should().BeNull();
    }
}
