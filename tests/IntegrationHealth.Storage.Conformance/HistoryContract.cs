using IntegrationHealth.Checks;
using IntegrationHealth.History;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Looking back.</summary>
public abstract class HistoryContract : StorageContract
{
    [Fact]
    public async Task Checks_NewestFirst_WithinTheBoundsAndTheLimit()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        for (var minute = 0; minute < 10; minute++)
            await WriteAsync(Samples.Check("a", minute, Start.AddMinutes(minute)), Samples.Check("b", minute, Start.AddMinutes(minute)));

        var checks = await History.GetChecksAsync("a", Start.AddMinutes(2), Start.AddMinutes(8), 3, Stop);

        checks.Select(check => check.CheckedAt).Should().Equal(Start.AddMinutes(7), Start.AddMinutes(6), Start.AddMinutes(5));
        (await History.GetChecksAsync("a", Start.AddMinutes(2), Start.AddMinutes(8), 99, Stop)).Should().HaveCount(6);
        (await ChecksAsync("unknown")).Should().BeEmpty();
    }

    [Fact]
    public async Task Checks_OfManyAtOnce_AreThoseOfEach()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"), Samples.Integration("never"));
        for (var minute = 0; minute < 10; minute++)
            await WriteAsync(Samples.Check("a", minute, Start.AddMinutes(minute)), Samples.Check("b", minute, Start.AddMinutes(minute + 1)));

        var found = await History.GetChecksAsync(["a", "b", "never", "unknown"], Start.AddMinutes(2), Start.AddMinutes(8), 3, Stop);

        found.Keys.Should().BeEquivalentTo("a", "b");
        foreach (var id in found.Keys)
            found[id].Should().Equal(await History.GetChecksAsync(id, Start.AddMinutes(2), Start.AddMinutes(8), 3, Stop)).And.HaveCount(3);
        (await History.GetChecksAsync(["a"], Start.AddDays(1), Start.AddDays(2), 3, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Hours_AddUpOutcomesLatencyAndTime()
    {
        await AddAsync(Samples.Integration("a"));
        CheckOutcome[] outcomes = [CheckOutcome.Succeeded, CheckOutcome.Degraded, CheckOutcome.Failed, CheckOutcome.Inconclusive];
        int[] latencies = [1, 5_000, 40_000, 9];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var at = Start.AddMinutes(i);
            await WriteAsync(Samples.Check("a", i, at) with
            {
                Rollups =
                [
                    Samples.Hour(at.AddHours(-1), healthyMs: 10, degradedMs: 20, unhealthyMs: 30),
                    Samples.Hour(at, outcomes[i], latencies[i], 1, 2, 3),
                ],
            });
        }

        var hours = await HoursAsync("a");

        hours.Select(hour => hour.Start).Should().Equal(Start.AddHours(-1), Start);
        hours[0].Should().BeEquivalentTo(new HistoryBucket
        {
            Start = Start.AddHours(-1),
            HealthyMs = 40,
            DegradedMs = 80,
            UnhealthyMs = 120,
            LatencyCounts = new long[16],
        });
        var counts = new long[16];
        counts[0] = counts[LatencyHistogram.BucketOf(5_000)] = counts[15] = 1;
        hours[1].Should().BeEquivalentTo(new HistoryBucket
        {
            Start = Start,
            Succeeded = 1,
            Degraded = 1,
            Failed = 1,
            HealthyMs = 4,
            DegradedMs = 8,
            UnhealthyMs = 12,
            LatencySumMs = 45_001,
            LatencyCounts = counts,
        });
    }

    [Fact]
    public async Task Hours_EveryLatencyBucket_HoldsManyWithoutTouchingItsNeighbours()
    {
        await AddAsync(Samples.Integration("a"));
        var deltas = Enumerable.Range(0, 16).SelectMany(bucket =>
            Enumerable.Repeat(Samples.Hour(Start, CheckOutcome.Succeeded, bucket == 15 ? 100_000 : LatencyHistogram.UpperBoundMs(bucket)), 300));

        await WriteAsync(Samples.Check("a", 0, Start) with { Rollups = [.. deltas] });

        (await HoursAsync("a")).Should().ContainSingle().Which.LatencyCounts.Should().Equal(Enumerable.Repeat(300L, 16));
    }

    [Fact]
    public async Task Hours_BoundsAndLimit_OldestFirst()
    {
        await AddAsync(Samples.Integration("a"));
        for (var hour = 0; hour < 6; hour++)
            await WriteAsync(Samples.Check("a", hour, Start.AddHours(hour)));

        var hours = await History.GetBucketsAsync("a", HistoryResolution.Hour, Start.AddHours(1), Start.AddHours(5), 3, Stop);

        hours.Select(hour => hour.Start).Should().Equal(Start.AddHours(1), Start.AddHours(2), Start.AddHours(3));
        (await History.GetBucketsAsync("a", HistoryResolution.Hour, Start.AddMinutes(1), Start.AddHours(5), 9, Stop))
            .Should().HaveCount(4, "a bucket that starts before the bound is out");
    }

    [Fact]
    public async Task Days_AreWholeDays_WithinTheBoundsAndTheLimit()
    {
        await AddAsync(Samples.Integration("a"));
        var midnight = Start.AddHours(-12);
        for (var i = 0; i < 5 * 24; i += 2)
            await WriteAsync(Samples.Check("a", i / 2, midnight.AddHours(i), latencyMs: 3));

        var days = await History.GetBucketsAsync("a", HistoryResolution.Day, midnight.AddHours(1), midnight.AddDays(3).AddHours(1), 9, Stop);

        days.Select(day => day.Start).Should().Equal(midnight.AddDays(1), midnight.AddDays(2), midnight.AddDays(3));
        days.Should().OnlyContain(day => day.Checks == 12 && day.LatencyCounts[1] == 12 && day.HealthyMs == 12_000 && day.LatencySumMs == 36);
        (await History.GetBucketsAsync("a", HistoryResolution.Day, midnight, midnight.AddDays(5), 2, Stop))
            .Should().HaveCount(2).And.OnlyContain(day => day.Checks == 12);
        (await History.GetBucketsAsync("unknown", HistoryResolution.Day, midnight, midnight.AddDays(5), 2, Stop)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(HistoryResolution.Hour)]
    [InlineData(HistoryResolution.Day)]
    [InlineData(HistoryResolution.Month)]
    public async Task Buckets_ToTheEndOfTime_AreAll(HistoryResolution resolution)
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start));
        var (first, last) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

        (await History.GetBucketsAsync("a", resolution, first, last, 9, Stop)).Should().ContainSingle().Which.Checks.Should().Be(1);
        (await History.GetBucketsAsync("a", resolution, last.AddTicks(-1), last, 9, Stop)).Should().BeEmpty();
        (await History.GetChecksAsync("a", first, last, 9, Stop)).Should().ContainSingle();
    }

    [Fact]
    public async Task Uptime_FourWindows_CountTime()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"), Samples.Integration("none"), Samples.Integration("old"));
        var now = Start.AddDays(120);
        await WriteAsync(
            Samples.Check("a", 0, now) with
            {
                Rollups =
                [
                    Samples.Hour(now.AddDays(-91), unhealthyMs: 1_000_000),
                    Samples.Hour(now.AddDays(-60), unhealthyMs: 1_100),
                    Samples.Hour(now.AddDays(-20), unhealthyMs: 600),
                    Samples.Hour(now.AddDays(-5), healthyMs: 50, degradedMs: 50, unhealthyMs: 100),
                    Samples.Hour(now.AddHours(-2), healthyMs: 75, degradedMs: 25),
                ],
            },
            Samples.Check("b", 0, now) with { Rollups = [Samples.Hour(now.AddDays(-2), unhealthyMs: 5)] },
            Samples.Check("old", 0, now) with { Rollups = [Samples.Hour(now.AddDays(-92), healthyMs: 5)] });

        var uptimes = await History.GetUptimeAsync(["a", "b", "none", "old", "unknown"], now, Stop);

        uptimes.Should().BeEquivalentTo(new Dictionary<string, Uptime>
        {
            ["a"] = new(1, 200d / 300, 200d / 900, 200d / 2_000),
            ["b"] = new(null, 0, 0, 0),
        });
    }
}
