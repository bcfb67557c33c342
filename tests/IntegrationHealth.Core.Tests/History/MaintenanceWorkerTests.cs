using IntegrationHealth.Auditing;
using IntegrationHealth.History;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.History;

public sealed class MaintenanceWorkerTests
{
    private readonly Maintenance _maintenance = new();

    [Fact]
    public async Task Run_AtStartAndEachHour_GoesByTheOptions()
    {
        await using var host = await StartAsync();
        var start = host.Time.GetUtcNow();

        await host.UntilAsync(() => _maintenance.Calls.Count == 1, "the start");
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.UntilAsync(() => _maintenance.Calls.Count == 2, "an hour has passed");

        _maintenance.Calls[0].Checks.Should().BeCloseTo(start.AddDays(-7), TimeSpan.FromMinutes(1));
        _maintenance.Calls[0].Hours.Should().BeCloseTo(start.AddDays(-90), TimeSpan.FromMinutes(1));
        _maintenance.Calls[0].Days.Should().BeCloseTo(start.AddDays(-400), TimeSpan.FromMinutes(1));
        _maintenance.Calls[0].Months.Should().BeNull("months are kept for ever");
        (_maintenance.Calls[1].Checks - _maintenance.Calls[0].Checks).Should().BeCloseTo(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Run_Fails_IsTriedAgainInAnHour()
    {
        _maintenance.Fail = true;
        await using var host = await StartAsync();

        await host.UntilAsync(() => _maintenance.Calls.Count == 1, "the start");
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.UntilAsync(() => _maintenance.Calls.Count == 2, "the next try");
    }

    [Fact]
    public async Task Run_HistoryFails_AuditIsPrunedAllTheSame()
    {
        _maintenance.Fail = true;
        await using var host = await StartAsync();
        await host.UntilAsync(() => _maintenance.Calls.Count == 1, "the start");
        var audit = host.Services.GetRequiredService<IAuditLog>();
        await audit.AddAsync(
            new AuditEntry { Id = "1", At = host.Time.GetUtcNow().AddDays(-401), Actor = "root", Action = "alertRule.changed" }, TestContext.Current.CancellationToken);

        host.Time.Advance(TimeSpan.FromHours(1));

        await host.UntilAsync(
            async () => (await audit.ListAsync(new AuditQuery(), TestContext.Current.CancellationToken)).Count == 0, "it is older than 400 days", TimeSpan.FromMinutes(2));
    }

    private Task<FlowHost> StartAsync() => FlowHost.StartAsync(
        health => health.Services.AddSingleton<IHistoryMaintenance>(_maintenance), new() { ["IntegrationHealth:Retention:Checks"] = "7.00:00:00" });

    private sealed class Maintenance : IHistoryMaintenance
    {
        public List<HistoryBounds> Calls { get; } = [];

        public bool Fail { get; set; }

        public Task<long> RunAsync(HistoryBounds bounds, CancellationToken cancellationToken)
        {
            Calls.Add(bounds);
            return Fail ? throw new InvalidOperationException("Storage is away.") : Task.FromResult(3L);
        }
    }
}
