using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Results are written whole, once, and only over the version they were made from.</summary>
public abstract class WritingContract : StorageContract
{
    [Fact]
    public async Task Write_EveryFieldOfTheSnapshot_ComesBack()
    {
        await AddAsync(Samples.Integration("a"));
        var snapshot = Samples.FullSnapshot("a", Start, 1);

        (await WriteAsync(Samples.Only(snapshot))).Should().BeEmpty();

        (await FindAsync("a"))!.Snapshot.Should().BeEquivalentTo(snapshot);
    }

    [Fact]
    public async Task Write_FieldsCleared_AreNullAgain()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Only(Samples.FullSnapshot("a", Start, 1)));
        var cleared = HealthSnapshot.Initial("a", Start) with { Status = IntegrationStatus.Healthy, Version = 2 };

        await WriteAsync(Samples.Only(cleared));

        (await FindAsync("a"))!.Snapshot.Should().BeEquivalentTo(cleared);
    }

    [Fact]
    public async Task Write_HistoryEntry_ComesBack()
    {
        await AddAsync(Samples.Integration("a"));
        var write = Samples.Check("a", 0, Start.AddMilliseconds(7), CheckOutcome.Failed, 321, FailureKind.Tls);

        await WriteAsync(write);

        (await ChecksAsync("a")).Should().ContainSingle().Which.Should().Be(write.History);
    }

    [Fact]
    public async Task Write_StatusOnly_AddsNoHistory()
    {
        await AddAsync(Samples.Integration("a"));

        await WriteAsync(Samples.Only(HealthSnapshot.Initial("a", Start) with { Status = IntegrationStatus.Paused, Version = 1 }));

        (await ChecksAsync("a")).Should().BeEmpty();
        (await HoursAsync("a")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Write_OtherVersion_IsRefusedAndLeavesNoTrace(long expectedVersion)
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        await WriteAsync(Samples.Check("a", 0, Start));
        var incident = Samples.Incident("in-1", "a", Start, IntegrationStatus.Unhealthy);

        var refused = await WriteAsync(
            Samples.Check("a", expectedVersion, Start.AddHours(1), CheckOutcome.Failed, incident: incident), Samples.Check("b", 0, Start));

        refused.Should().Equal("a");
        (await FindAsync("a"))!.Snapshot.Version.Should().Be(1);
        (await FindAsync("b"))!.Snapshot.Version.Should().Be(1, "the rest of the batch stands");
        (await ChecksAsync("a")).Should().ContainSingle();
        (await HoursAsync("a")).Should().ContainSingle();
        (await Incidents.GetIncidentsAsync("a", null, 10, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_IntegrationGone_IsRefused()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start));
        await Catalog.DeleteAsync(["a"], Stop);

        (await WriteAsync(Samples.Check("a", 1, Start.AddMinutes(1)), Samples.Check("never", 0, Start))).Should().BeEquivalentTo("a", "never");
        (await FindAsync("a")).Should().BeNull();
        (await ChecksAsync("a")).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_SameBatchTwice_CountsOnce()
    {
        await AddAsync(Samples.Integration("a"));
        var write = Samples.Check("a", 0, Start);
        await WriteAsync(write);

        (await WriteAsync(write)).Should().Equal("a");

        (await HoursAsync("a")).Should().ContainSingle().Which.Checks.Should().Be(1);
    }

    [Fact]
    public async Task Write_CheckOfAKnownMillisecond_IsNotCountedAgain()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start, latencyMs: 10));

        (await WriteAsync(Samples.Check("a", 1, Start, CheckOutcome.Failed, latencyMs: 50))).Should().BeEmpty();

        (await ChecksAsync("a")).Should().ContainSingle().Which.Outcome.Should().Be(CheckOutcome.Succeeded, "what history holds, stays");
        var hour = (await HoursAsync("a")).Should().ContainSingle().Subject;
        (hour.Checks, hour.LatencySumMs, hour.LatencyCounts.Sum()).Should().Be((1, 10, 1));
        hour.HealthyMs.Should().Be(2_000, "time is not a check");
    }

    [Fact]
    public async Task Write_LateCheck_TakesItsPlaceInTime()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start.AddHours(1)));
        await WriteAsync(Samples.Check("a", 1, Start));
        await WriteAsync(Samples.Check("a", 2, Start.AddMinutes(30)));

        (await ChecksAsync("a")).Select(check => check.CheckedAt).Should().Equal(Start.AddHours(1), Start.AddMinutes(30), Start);
        (await HoursAsync("a")).Select(hour => (hour.Start, hour.Checks)).Should().Equal((Start, 2), (Start.AddHours(1), 1));
    }

    [Fact]
    public async Task Write_ClockWentBackAYear_IsStoredAtItsTimeAndTheStateIsTheLatestWritten()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start));
        var before = Start.AddYears(-1);
        Time.AdjustTime(before);

        (await WriteAsync(Samples.Check("a", 1, before, CheckOutcome.Failed))).Should().BeEmpty();

        var snapshot = (await FindAsync("a"))!.Snapshot;
        (snapshot.Version, snapshot.Status, snapshot.LastCheckedAt).Should().Be((2, IntegrationStatus.Unhealthy, before));
        (await ChecksAsync("a")).Select(check => check.CheckedAt).Should().Equal(Start, before);
        (await HoursAsync("a")).Select(hour => (hour.Start, hour.Checks)).Should().Equal((before, 1), (Start, 1));
    }

    [Fact]
    public async Task Write_FailsHalfWay_LeavesNothingAndTheNextSucceeds()
    {
        await AddAsync(Samples.Integration("a"));
        var good = Samples.Check("a", 0, Start);

        var write = () => WriteAsync(good, null!);

        await write.Should().ThrowAsync<Exception>();
        (await FindAsync("a"))!.Snapshot.Version.Should().Be(0);
        (await ChecksAsync("a")).Should().BeEmpty();
        (await WriteAsync(good)).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNothing()
    {
        await AddAsync(Samples.Integration("a"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var write = async () => await Results.WriteAsync([Samples.Check("a", 0, Start)], cancelled.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync("a"))!.Snapshot.Version.Should().Be(0);
    }

    [Fact]
    public async Task Write_NothingAtAll_IsAllowed() => (await WriteAsync()).Should().BeEmpty();

    [Fact]
    public async Task Write_AsManyAsABatchHolds_AllCommitted()
    {
        var ids = Enumerable.Range(0, ResultWriter.MaxBatch).Select(i => $"i{i}").ToList();
        await AddAsync([.. ids.Select(id => Samples.Integration(id))]);

        (await WriteAsync([.. ids.Select(id => Samples.Check(id, 0, Start))])).Should().BeEmpty();

        (await Health.GetAsync(ids, Stop)).Should().HaveCount(ResultWriter.MaxBatch).And.OnlyContain(stored => stored.Snapshot.Version == 1);
    }

    [Fact]
    public async Task Write_TwoWritersOfOneVersion_OneWins()
    {
        await AddAsync(Samples.Integration("a"));

        var refused = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => WriteAsync(Samples.Check("a", 0, Start.AddMilliseconds(i))))));

        refused.Count(answer => answer.Count == 0).Should().Be(1);
        (await ChecksAsync("a")).Should().ContainSingle();
    }
}
