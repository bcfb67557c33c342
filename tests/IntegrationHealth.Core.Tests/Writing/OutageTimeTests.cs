using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Tests.Alerting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Writing;

/// <summary>An hour is an hour, however often an integration is marked by its provider's outage meanwhile.</summary>
public sealed class OutageTimeTests
{
    private static readonly ProviderOutage Outage = new("o1", "vendor", AlertingBench.Start);

    [Fact]
    public async Task Marks_ThenACheck_CountTheTimeThatPassedOnce()
    {
        await using var bench = await StartAsync();
        await MarkAsync(bench, 5, 65, 125, 185);
        bench.Time.SetUtcNow(AlertingBench.Start.AddMinutes(240));
        await bench.SucceedAsync("two");

        await ShouldHaveCountedAsync(bench, minutes: 240);
    }

    [Fact]
    public async Task Marks_ThenAPause_CountTheTimeUntilThePauseOnce()
    {
        await using var bench = await StartAsync();
        await MarkAsync(bench, 5, 65);
        bench.Time.SetUtcNow(AlertingBench.Start.AddMinutes(100));
        await bench.WriteChangeAsync("two", StatusEvaluator.Pause);

        await ShouldHaveCountedAsync(bench, minutes: 100);
    }

    private static async Task<AlertingBench> StartAsync()
    {
        var bench = await AlertingBench.StartAsync();
        await bench.AddAsync(new Integration { Id = "two", Provider = "vendor", Name = "two", OwnerId = "alice", Interval = TimeSpan.FromMinutes(5) });
        await bench.SucceedAsync("two");
        return bench;
    }

    private static async Task MarkAsync(AlertingBench bench, params int[] minutes)
    {
        foreach (var minute in minutes)
        {
            bench.Time.SetUtcNow(AlertingBench.Start.AddMinutes(minute));
            await bench.WriteChangeAsync("two", (before, at) => OutageMark.Apply(before, Outage, "Vendor", at.AddHours(1), at));
        }
    }

    private static async Task ShouldHaveCountedAsync(AlertingBench bench, int minutes)
    {
        var hours = await bench.Services.GetRequiredService<IHistoryReader>().GetBucketsAsync(
            "two", HistoryResolution.Hour, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, TestContext.Current.CancellationToken);

        hours.Should().OnlyContain(hour => hour.HealthyMs + hour.DegradedMs + hour.UnhealthyMs <= 3_600_000);
        hours.Sum(hour => hour.HealthyMs + hour.DegradedMs + hour.UnhealthyMs).Should().Be(minutes * 60_000L);
    }
}
