using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What is old goes, and nothing else.</summary>
public abstract class PruningContract : StorageContract
{
    [Fact]
    public async Task Prune_RemovesChecksAndHoursBeforeTheirBounds()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        for (var hour = 0; hour < 6; hour++)
            await WriteAsync(Samples.Check("a", hour, Start.AddHours(hour)), Samples.Check("b", hour, Start.AddHours(hour)));

        var removed = await Pruner.PruneAsync(Start.AddHours(4), Start.AddHours(2), Stop);

        removed.Should().Be((4 + 2) * 2);
        foreach (var id in new[] { "a", "b" })
        {
            (await ChecksAsync(id)).Select(check => check.CheckedAt).Should().Equal(Start.AddHours(5), Start.AddHours(4));
            (await HoursAsync(id)).Select(bucket => bucket.Start).Should().Equal(Enumerable.Range(2, 4).Select(hour => Start.AddHours(hour)));
            (await FindAsync(id))!.Snapshot.Version.Should().Be(6);
        }

        (await Pruner.PruneAsync(Start.AddHours(4), Start.AddHours(2), Stop)).Should().Be(0);
    }

    [Fact]
    public async Task Prune_RemovesClosedIncidents_AndKeepsOpenOnes()
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

        (await Pruner.PruneAsync(Start.AddHours(2), Start.AddHours(2), Stop)).Should().Be(1);

        var left = await Incidents.GetIncidentsAsync("a", null, 10, Stop);
        left.Select(incident => incident.Id).Should().BeEquivalentTo("in-late", "in-open");
        left.Should().OnlyContain(incident => incident.Timeline.Count == 1);
    }

    [Fact]
    public async Task Prune_ThenWritten_GoesOn()
    {
        await AddAsync(Samples.Integration("a"));
        for (var i = 0; i < 20; i++)
            await WriteAsync(Samples.Check("a", i, Start.AddMinutes(i)));
        await Pruner.PruneAsync(Start.AddMinutes(13), Start, Stop);
        for (var i = 20; i < 40; i++)
            await WriteAsync(Samples.Check("a", i, Start.AddMinutes(i)));

        (await ChecksAsync("a")).Select(check => check.CheckedAt)
            .Should().Equal(Enumerable.Range(13, 27).Reverse().Select(minute => Start.AddMinutes(minute)));
    }

    [Fact]
    public async Task Prune_Cancelled_Stops()
    {
        await AddAsync(Samples.Integration("a"));
        await WriteAsync(Samples.Check("a", 0, Start, CheckOutcome.Succeeded));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Pruner.Invoking(pruner => pruner.PruneAsync(Start.AddDays(1), Start.AddDays(1), cancelled.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        (await ChecksAsync("a")).Should().ContainSingle();
    }
}
