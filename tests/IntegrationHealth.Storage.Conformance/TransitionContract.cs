using IntegrationHealth.Checks;
using IntegrationHealth.Incidents;
using IntegrationHealth.Status;
using static IntegrationHealth.Storage.Conformance.Samples;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Changes of status across integrations.</summary>
public abstract class TransitionContract : StorageContract
{
    [Fact]
    public async Task Transitions_OfEveryIntegration_NewestFirst_WithoutOtherDiagnoses()
    {
        await FillAsync();

        var found = await Transitions.GetTransitionsAsync(new TransitionQuery(), Stop);

        found.Select(change => (change.IntegrationId, change.Kind)).Should().Equal(
            ("b", IncidentEventKind.Started), ("a", IncidentEventKind.Resolved), ("a", IncidentEventKind.StatusChanged), ("a", IncidentEventKind.Started));
        found[0].Should().Be(new StatusTransition(
            Start.AddHours(2), IncidentEventKind.Started, IntegrationStatus.Unhealthy, "Down.", FailureKind.Network, "in-2", "b", "Bee", "gmail", "o2"));
    }

    [Fact]
    public async Task Transitions_EachFilterAlone()
    {
        await FillAsync();

        await ShouldFind(new() { OwnerId = "o1" }, "in-1", "in-1", "in-1");
        await ShouldFind(new() { OwnerId = "nobody" });
        await ShouldFind(new() { Providers = ["gmail", "slack"] }, "in-2");
        await ShouldFind(new() { Search = "BEE" }, "in-2");
        await ShouldFind(new() { Statuses = [IntegrationStatus.Healthy, IntegrationStatus.Degraded] }, "in-1", "in-1");
        await ShouldFind(new() { From = Start.AddMinutes(20) }, "in-2", "in-1");
        await ShouldFind(new() { Limit = 1 }, "in-2");
    }

    [Fact]
    public async Task Transitions_PagedByPosition_LeaveNoneOutAndRepeatNone()
    {
        await AddAsync(Integration("a"), Integration("b"));
        for (var i = 0; i < 4; i++)
        {
            // The same moments in two incidents, and two kinds at one moment of one.
            var at = Start.AddMinutes(i / 2);
            await WriteAsync(
                Write("a", i, Incident($"a-{i}", "a", at, IntegrationStatus.Unhealthy, at, Step(at, IncidentEventKind.Started), Step(at, IncidentEventKind.Resolved))),
                Write("b", i, Incident($"b-{i}", "b", at, IntegrationStatus.Unhealthy, null, Step(at, IncidentEventKind.Started))));
        }

        var seen = new List<StatusTransition>();
        TransitionPosition? after = null;
        while (await Transitions.GetTransitionsAsync(new TransitionQuery { Limit = 5, After = after }, Stop) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            after = new TransitionPosition(page[^1].At, page[^1].IncidentId, page[^1].Kind);
        }

        seen.Select(change => $"{change.IncidentId} {change.Kind}").Should().Equal(
            "b-3 Started", "b-2 Started", "a-3 Resolved", "a-3 Started", "a-2 Resolved", "a-2 Started",
            "b-1 Started", "b-0 Started", "a-1 Resolved", "a-1 Started", "a-0 Resolved", "a-0 Started");
    }

    private async Task FillAsync()
    {
        await AddAsync(Integration("a", "Ay", "o1"), Integration("b", "Bee", "o2", "gmail"));
        await WriteAsync(
            Write("a", 0, Incident("in-1", "a", Start, IntegrationStatus.Unhealthy, Start.AddMinutes(20),
                new(Start, IncidentEventKind.Started, IntegrationStatus.Degraded, "Slow."),
                new(Start.AddMinutes(5), IncidentEventKind.DiagnosisChanged, IntegrationStatus.Degraded, "Slower."),
                new(Start.AddMinutes(10), IncidentEventKind.StatusChanged, IntegrationStatus.Unhealthy, "Down."),
                new(Start.AddMinutes(20), IncidentEventKind.Resolved, IntegrationStatus.Healthy, null))),
            Write("b", 0, Incident("in-2", "b", Start.AddHours(2), IntegrationStatus.Unhealthy, null,
                new IncidentEvent(Start.AddHours(2), IncidentEventKind.Started, IntegrationStatus.Unhealthy, "Down."))));
    }

    private async Task ShouldFind(TransitionQuery query, params string[] incidents) =>
        (await Transitions.GetTransitionsAsync(query, Stop)).Select(change => change.IncidentId).Should().Equal(incidents, "the query is {0}", query);

    private static IncidentEvent Step(DateTimeOffset at, IncidentEventKind kind) =>
        new(at, kind, kind == IncidentEventKind.Resolved ? IntegrationStatus.Healthy : IntegrationStatus.Unhealthy, null);

    private static Writing.ResultWrite Write(string id, int version, IncidentChange incident) =>
        Check(id, version, Start.AddMinutes(version), CheckOutcome.Failed, incident: incident);
}
