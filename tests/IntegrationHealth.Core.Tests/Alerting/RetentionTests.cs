using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Storage.Conformance;

namespace IntegrationHealth.Tests.Alerting;

public sealed class RetentionTests
{
    [Fact]
    public async Task Tick_ClockWasAYearAheadAndIsSetBack_PrunesAgain()
    {
        await using var bench = await AlertingBench.StartAsync();
        bench.Time.AdjustTime(AlertingBench.Start.AddYears(1));
        await bench.TickAsync();
        bench.Time.AdjustTime(AlertingBench.Start.AddMinutes(5));
        await bench.Store.CommitAsync(
            AlertSamples.Commit(AlertSamples.Opens(AlertSamples.Alert("old", AlertingBench.Start.AddDays(-200), state: AlertState.Resolved))), default);

        await bench.TickAsync();

        (await bench.AlertsAsync()).Should().BeEmpty("it ended before what is kept, and the next look is not a year away");
    }
}
