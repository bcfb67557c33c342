using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Silencing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Whoever asks why nobody was told of an alert is answered, also where only one channel holds it back.</summary>
public sealed class SuppressedByTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task OtherRule_IsNamed()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule(), AlertingBench.Rule("fallback") with { ChannelIds = [] }]);
        await bench.FailAsync();
        await bench.TickAsync();

        (await OfAsync(bench, "rule")).Should().BeEmpty();
        (await OfAsync(bench, "fallback")).Should().Equal("otherRule:rule");
    }

    [Fact]
    public async Task Cooldown_IsNamed_WhileItHolds()
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Cooldown = 60 * Minute }]);
        await bench.FailAsync();
        await bench.TickAsync();
        await bench.PassAsync(2, failing: false);
        await bench.PassAsync(2, failing: true);
        (await OfAsync(bench, "rule")).Should().Equal("cooldown");

        await bench.PassAsync(65, failing: true);
        (await OfAsync(bench, "rule")).Should().BeEmpty("it was told");
    }

    [Theory]
    [InlineData(null, AlertSeverity.Warning, "quietHours:ops")]
    [InlineData("0 12 * * *", AlertSeverity.Warning, "digest:ops")]
    [InlineData(null, AlertSeverity.Critical, null)]
    public async Task QuietHoursAndDigests_AreNamed(string? digest, AlertSeverity severity, string? expected)
    {
        await using var bench = await AlertingBench.StartAsync([AlertingBench.Rule() with { Severity = severity }]);
        await bench.SaveAsync(new NotificationChannel
        {
            Id = "ops",
            Name = "ops",
            Type = "recording",
            Digest = digest,
            QuietHours = new QuietHours { From = new TimeOnly(0, 0), To = new TimeOnly(2, 0) },
        });
        await bench.FailAsync();
        await bench.PassAsync(Minute);

        (await OfAsync(bench, "rule")).Should().Equal(expected is null ? [] : [expected]);
    }

    private static async Task<IReadOnlyList<string>> OfAsync(AlertingBench bench, string ruleId)
    {
        var alerts = await bench.AlertsAsync();
        var found = await bench.Services.GetRequiredService<Suppressions>().OfAsync(alerts, bench.Store, bench.Now, default);
        return found[alerts.First(alert => alert.RuleId == ruleId).Id];
    }
}
