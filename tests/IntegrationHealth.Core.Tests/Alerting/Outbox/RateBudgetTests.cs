using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

public sealed class RateBudgetTests
{
    /// <summary>Fault 33: Slack takes one message a second, whatever was not used of the seconds before.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(30, 1)]
    [InlineData(60, 1)]
    [InlineData(300, 10)]
    public void Fault33_AfterAQuietHour_NoSecondHoldsMoreThanItsPart(int perMinute, int most)
    {
        var time = new FakeTimeProvider(Messages.Noon);
        var budget = new RateBudget(time);
        budget.Take(perMinute / 60.0);
        time.Advance(TimeSpan.FromHours(1));

        var taken = new List<DateTimeOffset>();
        for (var end = time.GetUtcNow() + TimeSpan.FromMinutes(2); time.GetUtcNow() < end; time.Advance(TimeSpan.FromMilliseconds(10)))
        {
            while (budget.Take(perMinute / 60.0) == TimeSpan.Zero)
                taken.Add(time.GetUtcNow());
        }

        foreach (var at in taken)
            taken.Count(other => other >= at && other < at + TimeSpan.FromSeconds(1)).Should().BeLessThanOrEqualTo(most);
        taken.Count.Should().BeInRange((2 * perMinute) - 1, (2 * perMinute) + most, "and all of it can be used");
    }

    /// <summary>What is put off gets one time after another, so that a storm goes out at the rate and no slower.</summary>
    [Fact]
    public async Task Deliver_SixtyAtOneASecond_TakeAboutAMinute()
    {
        var time = new FakeTimeProvider(Messages.Noon);
        await using var bench = await DeliveryBench.StartAsync(time, new RecordingChannel(), new IntegrationHealth.InMemory.InMemoryState(),
            health => health.AddNotificationChannel(DeliveryBench.Channel("ops", perMinute: 60)));

        await bench.PutAsync([.. Enumerable.Range(0, 60).Select(index => DeliveryBench.Notification($"ntf_{index}"))]);
        await bench.UntilEmptyAsync();

        bench.Far.Accepted.Should().HaveCount(60);
        (time.GetUtcNow() - Messages.Noon).Should().BeGreaterThan(TimeSpan.FromSeconds(58)).And.BeLessThan(TimeSpan.FromSeconds(120));
    }
}
