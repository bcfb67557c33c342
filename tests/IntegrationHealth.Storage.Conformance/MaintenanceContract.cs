using IntegrationHealth.Checks;
using IntegrationHealth.History;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What is old goes, nothing else does, and nothing that was counted is lost or counted twice.</summary>
public abstract class MaintenanceContract : StorageContract
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_ChecksAndHoursBeforeTheirBounds_Go()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        for (var day = 0; day < 6; day++)
            await WriteAsync(Samples.Check("a", day, March.AddDays(day - 3)), Samples.Check("b", day, March.AddDays(day - 3)));

        await RunAsync(checks: March, hours: March);

        foreach (var id in new[] { "a", "b" })
        {
            (await ChecksAsync(id)).Select(check => check.CheckedAt).Should().Equal(March.AddDays(2), March.AddDays(1), March);
            (await HoursAsync(id)).Select(bucket => bucket.Start).Should().Equal(March, March.AddDays(1), March.AddDays(2));
            (await DaysAsync(id)).Should().HaveCount(6, "the days live on").And.OnlyContain(bucket => bucket.Checks == 1);
            (await FindAsync(id))!.Snapshot.Version.Should().Be(6);
        }
    }

    [Fact]
    public async Task Run_DaysBeforeTheirBound_LiveOnInTheirMonths()
    {
        await AddAsync(Samples.Integration("a"));
        for (var day = 0; day < 6; day++)
            await WriteAsync(Samples.Check("a", day, March.AddDays(day - 3), CheckOutcome.Failed, 100, FailureKind.Dns));

        await RunAsync(checks: March, hours: March, days: March);

        (await DaysAsync("a")).Select(bucket => bucket.Start).Should().Equal(March, March.AddDays(1), March.AddDays(2));
        var months = await MonthsAsync("a");
        months.Select(bucket => (bucket.Start, bucket.Checks)).Should().Equal((March.AddMonths(-1), 3), (March, 3));
        months.Should().OnlyContain(month => month.Failures[FailureKind.Dns] == 3 && month.LatencySumMs == 300
            && month.LatencyCounts[LatencyHistogram.BucketOf(100)] == 3 && month.HealthyMs == 3_000);

        await RunAsync(checks: March, hours: March, days: March, months: March);
        (await MonthsAsync("a")).Select(bucket => bucket.Start).Should().Equal(March);
    }

    [Fact]
    public async Task Run_AgainAndAgain_ChangesNoCount()
    {
        await AddAsync(Samples.Integration("a"));
        CheckOutcome[] outcomes = [CheckOutcome.Succeeded, CheckOutcome.Degraded, CheckOutcome.Failed];
        for (var i = 0; i < 90; i++)
            await WriteAsync(Samples.Check("a", i, Start.AddHours(i), outcomes[i % 3], 1 << (i % 16), i % 3 == 0 ? null : (FailureKind)(i % 15)));
        Time.SetUtcNow(Start.AddHours(90));
        var (hours, days, months) = (await HoursAsync("a"), await DaysAsync("a"), await MonthsAsync("a"));
        days.Sum(day => day.Checks).Should().Be(90);
        months.Should().ContainSingle().Which.Checks.Should().Be(90);

        for (var run = 0; run < 3; run++)
        {
            await RunAsync();

            (await HoursAsync("a")).Should().BeEquivalentTo(hours);
            (await DaysAsync("a")).Should().BeEquivalentTo(days);
            (await MonthsAsync("a")).Should().BeEquivalentTo(months);
        }
    }

    [Fact]
    public async Task Run_ResultsOfADayThatIsClosed_CountOnce()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, March.AddDays(-2)));
        await RunAsync();

        await WriteAsync(Samples.Check("a", 1, March.AddDays(-2).AddMinutes(1)));
        await WriteAsync(Samples.Check("a", 2, March.AddDays(-2).AddMinutes(1)));
        await WriteAsync(Samples.Check("a", 3, March.AddDays(-5)));
        await RunAsync();

        (await DaysAsync("a")).Select(day => (day.Start, day.Checks)).Should().Equal((March.AddDays(-5), 1), (March.AddDays(-2), 2));
        (await MonthsAsync("a")).Should().ContainSingle().Which.Checks.Should().Be(3);
    }

    /// <summary>Hours may go by whole months or one by one: a late day after the bound is folded all the same.</summary>
    [Fact]
    public async Task Run_LateDayAfterABoundInTheMiddleOfTheMonth_IsFolded()
    {
        await AddAsync(Samples.Integration("a"));
        var (bound, late) = (March.AddDays(9), March.AddDays(12));
        Time.SetUtcNow(March.AddDays(16));
        await WriteAsync(Samples.Check("a", 0, late));
        await RunAsync(hours: bound);

        await WriteAsync(Samples.Check("a", 1, late.AddMinutes(1)));
        await RunAsync(hours: bound);
        await RunAsync(hours: bound);

        (await DaysAsync("a")).Should().ContainSingle(day => day.Start == late).Which.Checks.Should().Be(2);
    }

    [Fact]
    public async Task Uptime_BeforeAndAfterDaysAreFolded_IsTheSame()
    {
        await AddAsync(Samples.Integration("a"));
        var version = 0;
        for (var hour = 95 * 24; hour >= 0; hour -= 5)
        {
            var at = Start.AddHours(-hour);
            await WriteAsync(Samples.Check("a", version++, at) with
            {
                Rollups = [Samples.Hour(at, CheckOutcome.Succeeded, 5, healthyMs: 100 + hour, unhealthyMs: hour % 7)],
            });
        }

        var before = (await History.GetUptimeAsync(["a"], Start.AddMinutes(5), Stop))["a"];
        Time.SetUtcNow(Start.AddMinutes(5));
        await RunAsync(hours: Start.AddDays(-120));

        var after = (await History.GetUptimeAsync(["a"], Start.AddMinutes(5), Stop))["a"];
        before.Quarter.Should().BeInRange(0.9, 0.9999);
        after.Should().Be(before);
    }

    [Fact]
    public async Task Run_ClosedIncidentsGo_OpenOnesStay()
    {
        await AddAsync(Samples.Integration("a"));
        var step = new IncidentEvent(Start, IncidentEventKind.Started, IntegrationStatus.Unhealthy, null);
        IncidentChange[] incidents =
        [
            Samples.Incident("in-closed", "a", Start, IntegrationStatus.Unhealthy, Start.AddHours(1), step),
            Samples.Incident("in-late", "a", Start, IntegrationStatus.Unhealthy, Start.AddHours(9), step),
            Samples.Incident("in-open", "a", Start, IntegrationStatus.Unhealthy, null, step),
        ];
        for (var i = 0; i < incidents.Length; i++)
            await WriteAsync(Samples.Only(Samples.FullSnapshot("a", Start, i + 1)) with { Incident = incidents[i] });

        await RunAsync(hours: Start.AddHours(2));

        var left = await Incidents.GetIncidentsAsync("a", null, 10, Stop);
        left.Select(incident => incident.Id).Should().BeEquivalentTo("in-late", "in-open");
        left.Should().OnlyContain(incident => incident.Timeline.Count == 1);
    }

    [Fact]
    public async Task Run_ThenWritten_GoesOn()
    {
        await AddAsync(Samples.Integration("a"));
        for (var i = 0; i < 20; i++)
            await WriteAsync(Samples.Check("a", i, March.AddMinutes(i - 13)));
        await RunAsync(checks: March, hours: March);
        for (var i = 20; i < 40; i++)
            await WriteAsync(Samples.Check("a", i, March.AddMinutes(i - 13)));

        (await ChecksAsync("a")).Select(check => check.CheckedAt)
            .Should().Equal(Enumerable.Range(0, 27).Reverse().Select(minute => March.AddMinutes(minute)));
    }

    [Fact]
    public async Task Run_ProviderMinutesAndHours_GoByTheirBounds()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start.AddDays(-100)));
        await WriteAsync(Samples.Check("a", 1, Start.AddHours(-4)));
        await WriteAsync(Samples.Check("a", 2, Start.AddHours(-1)));
        Time.SetUtcNow(Start);

        await RunAsync(hours: Start.AddDays(-90));

        (await MinutesAsync()).Should().Equal(Start.AddHours(-1));
        (await ProviderHoursAsync()).Should().BeEquivalentTo([Start.AddHours(-4), Start.AddHours(-1)]);
    }

    /// <summary>The second integration's host has a wrong clock now and then: what it brings belongs to a day that is folded.</summary>
    [Fact]
    public async Task Run_WhileResultsAreWritten_LosesAndRefusesNone()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        var written = 0;
        for (; written < 40; written++)
            await WriteAsync(Samples.Check("a", written, March.AddDays(written - 60)), Samples.Check("b", written, March.AddDays(written - 60)));
        var maintaining = Task.Run(
            async () =>
            {
                for (var run = 0; run < 5; run++)
                    await RunAsync(checks: March.AddDays(-30), hours: March.AddDays(-30));
            }, Stop);

        for (; written < 80 || !maintaining.IsCompleted; written++)
        {
            var now = Start.AddMilliseconds(written);
            (await WriteAsync(Samples.Check("a", written, now), Samples.Check("b", written, written % 20 == 0 ? now.AddDays(-9) : now))).Should().BeEmpty();
        }

        await maintaining;
        await RunAsync(checks: March.AddDays(-30), hours: March.AddDays(-30));
        foreach (var id in new[] { "a", "b" })
        {
            (await MonthsAsync(id)).Sum(month => month.Checks).Should().Be(written);
            (await HoursAsync(id)).Where(hour => hour.Start == Start).Sum(hour => hour.Checks)
                .Should().Be(Enumerable.Range(40, written - 40).Count(number => id == "a" || number % 20 != 0));
            (await FindAsync(id))!.Snapshot.Version.Should().Be(written);
        }
    }

    [Fact]
    public async Task Run_Cancelled_Stops()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Maintenance.Invoking(maintenance => maintenance.RunAsync(Bounds(Start.AddDays(1), Start.AddDays(1)), cancelled.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        (await ChecksAsync("a")).Should().ContainSingle();
    }

    private Task<long> RunAsync(
        DateTimeOffset? checks = null, DateTimeOffset? hours = null, DateTimeOffset? days = null, DateTimeOffset? months = null) =>
        Maintenance.RunAsync(Bounds(checks, hours, days, months), Stop);

    private HistoryBounds Bounds(
        DateTimeOffset? checks = null, DateTimeOffset? hours = null, DateTimeOffset? days = null, DateTimeOffset? months = null)
    {
        var now = Time.GetUtcNow();
        return new HistoryBounds(now, checks ?? now.AddDays(-30), hours ?? now.AddDays(-90), days ?? now.AddDays(-400), months);
    }

    private Task<IReadOnlyList<HistoryBucket>> DaysAsync(string id) => BucketsAsync(id, HistoryResolution.Day);

    private Task<IReadOnlyList<HistoryBucket>> MonthsAsync(string id) => BucketsAsync(id, HistoryResolution.Month);

    private Task<IReadOnlyList<HistoryBucket>> BucketsAsync(string id, HistoryResolution resolution) =>
        History.GetBucketsAsync(id, resolution, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1_000, Stop);

    private async Task<IEnumerable<DateTimeOffset>> MinutesAsync() =>
        (await Providers.GetAsync(null, ProviderBucketWidth.Minute, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Stop)).Select(bucket => bucket.Start);

    private async Task<IEnumerable<DateTimeOffset>> ProviderHoursAsync() =>
        (await Providers.GetAsync(null, ProviderBucketWidth.Hour, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Stop)).Select(bucket => bucket.Start);
}
