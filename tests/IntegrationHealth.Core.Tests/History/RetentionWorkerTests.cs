using IntegrationHealth.History;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.History;

public sealed class RetentionWorkerTests
{
    private readonly Pruner _pruner = new();

    [Fact]
    public async Task Run_AtStartAndEachHour_PrunesByTheOptions()
    {
        await using var host = await StartAsync();
        var start = host.Time.GetUtcNow();

        await host.UntilAsync(() => _pruner.Calls.Count == 1, "the start");
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.UntilAsync(() => _pruner.Calls.Count == 2, "an hour has passed");

        _pruner.Calls[0].Checks.Should().BeCloseTo(start.AddDays(-7), TimeSpan.FromMinutes(1));
        _pruner.Calls[0].Rollups.Should().BeCloseTo(start.AddDays(-90), TimeSpan.FromMinutes(1));
        (_pruner.Calls[1].Checks - _pruner.Calls[0].Checks).Should().BeCloseTo(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Run_PruningFails_IsTriedAgainInAnHour()
    {
        _pruner.Fail = true;
        await using var host = await StartAsync();

        await host.UntilAsync(() => _pruner.Calls.Count == 1, "the start");
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.UntilAsync(() => _pruner.Calls.Count == 2, "the next try");
    }

    private Task<FlowHost> StartAsync() => FlowHost.StartAsync(
        health => health.Services.AddSingleton<IHistoryPruner>(_pruner), new() { ["IntegrationHealth:Retention:Checks"] = "7.00:00:00" });

    private sealed class Pruner : IHistoryPruner
    {
        public List<(DateTimeOffset Checks, DateTimeOffset Rollups)> Calls { get; } = [];

        public bool Fail { get; set; }

        public Task<long> PruneAsync(DateTimeOffset checksBefore, DateTimeOffset rollupsBefore, CancellationToken cancellationToken)
        {
            Calls.Add((checksBefore, rollupsBefore));
            return Fail ? throw new InvalidOperationException("Storage is away.") : Task.FromResult(3L);
        }
    }
}
