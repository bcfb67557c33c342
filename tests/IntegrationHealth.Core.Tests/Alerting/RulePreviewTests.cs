using IntegrationHealth.Alerting.Preview;
using IntegrationHealth.Alerting.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

public sealed class RulePreviewTests
{
    [Fact]
    public async Task Preview_SaysWhatTheLiveRuleDid()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { RepeatInterval = TimeSpan.FromMinutes(10) }]);
        for (var i = 0; i < 2; i++)
        {
            await bench.PassAsync(15, failing: true);
            await bench.PassAsync(15, failing: false);
        }

        var told = await bench.TakeAsync();
        var preview = await bench.Services.GetRequiredService<RulePreview>().RunAsync(
            AlertingBench.Rule("trial") with { RepeatInterval = TimeSpan.FromMinutes(10) }, AlertingBench.Start, bench.Now, default);

        preview.Notifications.Should().Be(told.Count).And.BeGreaterThan(3);
        preview.Alerts.Select(alert => (alert.FiredAt, alert.IntegrationId))
            .Should().Equal((await bench.AlertsAsync()).Reverse().Select(alert => (alert.FiredAt, alert.IntegrationId)));
        (await bench.TakeAsync()).Should().BeEmpty("a preview tells nobody");
    }

    [Fact]
    public async Task Preview_OfAStricterRule_FiresLess()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.PassAsync(3, failing: true);
        await bench.PassAsync(10, failing: false);

        var preview = bench.Services.GetRequiredService<RulePreview>();
        (await preview.RunAsync(AlertingBench.Rule(conditions: new ConsecutiveFailuresCondition { Threshold = 3 }), AlertingBench.Start, bench.Now, default))
            .Alerts.Should().ContainSingle();
        (await preview.RunAsync(AlertingBench.Rule(conditions: new ConsecutiveFailuresCondition { Threshold = 4 }), AlertingBench.Start, bench.Now, default))
            .Alerts.Should().BeEmpty();
        (await preview.RunAsync(AlertingBench.Rule(conditions: new NoDataCondition { Intervals = 3 }), AlertingBench.Start, bench.Now.AddHours(1), default))
            .Alerts.Should().ContainSingle();
    }
}
