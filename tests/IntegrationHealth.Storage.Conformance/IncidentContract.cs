using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Incidents and their timelines.</summary>
public abstract class IncidentContract : StorageContract
{
    [Fact]
    public async Task Incident_OpenedExtendedClosed_KeepsItsTimelineAndItsWorstStatus()
    {
        await AddAsync(Samples.Integration("a"));
        var started = new IncidentEvent(Start, IncidentEventKind.Started, IntegrationStatus.Degraded, "Slow.");
        var worse = new IncidentEvent(Start.AddMinutes(1), IncidentEventKind.StatusChanged, IntegrationStatus.Unhealthy, "Down.");
        var other = new IncidentEvent(Start.AddMinutes(1), IncidentEventKind.DiagnosisChanged, IntegrationStatus.Unhealthy, null);
        var resolved = new IncidentEvent(Start.AddMinutes(2), IncidentEventKind.Resolved, IntegrationStatus.Healthy, null);
        await WriteAsync(Check(0, Samples.Incident("in-1", "a", Start, IntegrationStatus.Degraded, null, started)));
        await WriteAsync(Check(1, Samples.Incident("in-1", "a", Start, IntegrationStatus.Unhealthy, null, worse, other)));
        await WriteAsync(Check(2, Samples.Incident("in-1", "a", Start, IntegrationStatus.Degraded, Start.AddMinutes(2), resolved) with
        {
            FailureKind = FailureKind.Timeout,
            Message = "Late.",
        }));

        (await Incidents.GetIncidentsAsync("a", null, 10, Stop)).Should().ContainSingle().Which.Should().BeEquivalentTo(new Incident
        {
            Id = "in-1",
            IntegrationId = "a",
            StartedAt = Start,
            EndedAt = Start.AddMinutes(2),
            Status = IntegrationStatus.Unhealthy,
            FailureKind = FailureKind.Timeout,
            Message = "Late.",
            Timeline = [started, worse, other, resolved],
        }, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Incidents_NewestFirst_PagedByPosition()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        DateTimeOffset[] starts = [Start, Start.AddHours(1), Start.AddHours(1), Start.AddHours(2)];
        for (var i = 0; i < starts.Length; i++)
        {
            await WriteAsync(
                Check(i, Samples.Incident($"in-{i}", "a", starts[i], IntegrationStatus.Unhealthy, starts[i], Step(i), Step(i + 1))),
                Check(i, Samples.Incident($"in-{i}", "b", starts[i], IntegrationStatus.Degraded), "b"));
        }

        var seen = new List<Incident>();
        IncidentPosition? before = null;
        while (await Incidents.GetIncidentsAsync("a", before, 2, Stop) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            before = new IncidentPosition(page[^1].StartedAt, page[^1].Id);
        }

        seen.Select(incident => incident.Id).Should().Equal("in-3", "in-2", "in-1", "in-0");
        seen.Should().OnlyContain(incident => incident.Timeline.Count == 2 && incident.IntegrationId == "a");
        (await Incidents.GetIncidentsAsync("unknown", null, 2, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Timeline_OfManySteps_KeepsItsBeginningAndItsEnd()
    {
        await AddAsync(Samples.Integration("a"));
        for (var i = 0; i < 130; i++)
        {
            await WriteAsync(Check(i, Samples.Incident("in-1", "a", Start, IntegrationStatus.Unhealthy, null, Step(i))));
            if (i == 99)
                (await Incidents.GetIncidentsAsync("a", null, 10, Stop)).Single().Timeline.Should().HaveCount(100, "that many are kept whole");
        }

        (await Incidents.GetIncidentsAsync("a", null, 10, Stop)).Single().Timeline
            .Should().Equal([.. Enumerable.Range(0, 50).Select(Step), .. Enumerable.Range(80, 50).Select(Step)]);
    }

    private static IncidentEvent Step(int minute) =>
        new(Start.AddMinutes(minute), IncidentEventKind.StatusChanged, IntegrationStatus.Unhealthy, null);

    private static Writing.ResultWrite Check(int version, IncidentChange incident, string id = "a") =>
        Samples.Check(id, version, Start.AddMinutes(version), CheckOutcome.Failed, incident: incident);
}
