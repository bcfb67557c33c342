using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Checks;
using IntegrationHealth.Writing;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What a result changes about alerts stands and falls with the result.</summary>
public abstract class ResultAlertContract : StorageContract
{
    [Fact]
    public async Task Write_OpensAnAlert_WithTheResult()
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        var alert = AlertSamples.FullAlert("1", Start);
        var fired = new AlertEvent("1", Start, AlertEventKind.Fired);

        (await WriteAsync(With(Samples.Check("a", 0, Start, CheckOutcome.Failed), [AlertSamples.Opens(alert, fired)], AlertSamples.Touch(Start)),
            Samples.Check("b", 0, Start))).Should().BeEmpty();

        (await Alerts.ListOpenAsync(["a"], Stop)).Should().ContainSingle().Which.Should().BeEquivalentTo(alert);
        (await Alerts.GetTimelinesAsync(["1"], Stop)).Should().Equal(fired);
        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().ContainSingle().Which.Key.Should().Be("rule@ops");
    }

    [Fact]
    public async Task Write_ResolvesAndRemoves()
    {
        await AddAsync(Samples.Integration("a"));
        var (firing, pending) = (AlertSamples.Alert("1", Start), AlertSamples.Alert("2", Start, state: AlertState.Pending));
        await WriteAsync(With(Samples.Check("a", 0, Start), [AlertSamples.Opens(firing), AlertSamples.Opens(pending)]));

        (await WriteAsync(With(Samples.Check("a", 1, Start.AddMinutes(1)),
            [new AlertChange("1", 1, AlertSamples.Resolve(firing, Start.AddMinutes(1)), []), new AlertChange("2", 1, null, [])]))).Should().BeEmpty();

        (await Alerts.ListOpenAsync(["a"], Stop)).Should().BeEmpty();
        (await Alerts.GetAsync(["1", "2"], Stop)).Should().ContainSingle().Which.State.Should().Be(AlertState.Resolved);
    }

    [Fact]
    public async Task Write_AnAlertAndItsSuccessor_BothStand()
    {
        await AddAsync(Samples.Integration("a"));
        var first = AlertSamples.Alert("1", Start, "same");
        await WriteAsync(With(Samples.Check("a", 0, Start), [AlertSamples.Opens(first)]));

        (await WriteAsync(With(Samples.Check("a", 1, Start.AddMinutes(1)),
            [AlertSamples.Opens(AlertSamples.Alert("2", Start.AddMinutes(1), "same")), new AlertChange("1", 1, AlertSamples.Resolve(first, Start), [])])))
            .Should().BeEmpty();

        (await Alerts.ListOpenAsync(["a"], Stop)).Select(alert => alert.Id).Should().Equal("2");
    }

    [Theory]
    [InlineData("1", 2, "fp-1")]
    [InlineData("1", 0, "fp-1")]
    [InlineData("2", 0, "fp-1")]
    [InlineData("2", 1, "fp-2")]
    public async Task Write_AlertIsNotAsExpected_RefusesTheWholeResultAndNoOther(string alertId, long expected, string fingerprint)
    {
        await AddAsync(Samples.Integration("a"), Samples.Integration("b"));
        await Alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(AlertSamples.Alert("1", Start))), Stop);
        var changed = AlertSamples.Alert(alertId, Start, fingerprint, version: expected + 1) with { Message = "new" };
        var other = AlertSamples.Alert("b1", Start, integrationId: "b");

        var refused = await WriteAsync(
            With(Samples.Check("a", 0, Start, CheckOutcome.Failed), [new AlertChange(alertId, expected, changed, [])], AlertSamples.Touch(Start)),
            With(Samples.Check("b", 0, Start), [AlertSamples.Opens(other)]));

        refused.Should().Equal("a");
        (await FindAsync("a"))!.Snapshot.Version.Should().Be(0);
        (await FindAsync("b"))!.Snapshot.Version.Should().Be(1, "the rest of the batch stands");
        (await ChecksAsync("a")).Should().BeEmpty();
        (await HoursAsync("a")).Should().BeEmpty();
        (await Alerts.ListOpenAsync(["a", "b"], Stop)).Select(alert => (alert.Id, alert.Message))
            .Should().BeEquivalentTo([("1", "It is broken."), ("b1", "It is broken.")]);
        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_OtherVersionOfTheSnapshot_ChangesNoAlert()
    {
        await AddAsync(Samples.Integration("a"));

        (await WriteAsync(With(Samples.Check("a", 1, Start), [AlertSamples.Opens(AlertSamples.Alert("1", Start))], AlertSamples.Touch(Start)))).Should().Equal("a");

        (await Alerts.ListCurrentAsync(Start, Stop)).Should().BeEmpty();
        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_ManyResultsTouchOneGroup_ItsEarliestTimeCounts()
    {
        await AddAsync([.. Enumerable.Range(0, 20).Select(i => Samples.Integration($"i{i:00}"))]);

        await WriteAsync([.. Enumerable.Range(0, 20).Select(i => With(Samples.Check($"i{i:00}", 0, Start, CheckOutcome.Failed),
            [AlertSamples.Opens(AlertSamples.Alert($"{i}", Start, integrationId: $"i{i:00}"))], AlertSamples.Touch(Start.AddSeconds((i + 10) % 20))))]);

        (await Alerts.ListOpenInGroupAsync("rule", Stop)).Should().HaveCount(20);
        (await Alerts.ListGroupsAsync(["rule"], Stop)).Should().ContainSingle().Which.DueAt.Should().Be(Start);
    }

    [Fact]
    public async Task Write_EachOfAsManyAsABatchHoldsChangesAnAlert_AllCommitted()
    {
        var numbers = Enumerable.Range(0, ResultWriter.MaxBatch).ToList();
        await AddAsync([.. numbers.Select(i => Samples.Integration($"i{i}"))]);
        var alerts = numbers.ConvertAll(i => AlertSamples.Alert($"{i}", Start, $"fp-{i}", integrationId: $"i{i}"));
        var later = Start.AddMinutes(1);

        (await WriteAsync([.. numbers.Select(i => With(Samples.Check($"i{i}", 0, Start, CheckOutcome.Failed), [AlertSamples.Opens(alerts[i])]))])).Should().BeEmpty();
        (await WriteAsync([.. numbers.Select(i => With(Samples.Check($"i{i}", 1, later),
            [new AlertChange($"{i}", 1, AlertSamples.Resolve(alerts[i], later), []), AlertSamples.Opens(AlertSamples.Alert($"{i}b", later, $"fp-{i}", integrationId: $"i{i}"))]))]))
            .Should().BeEmpty();

        (await Alerts.ListCurrentAsync(later, Stop)).Where(alert => alert.State == AlertState.Firing)
            .Select(alert => alert.Id).Should().BeEquivalentTo(numbers.Select(i => $"{i}b"));
    }

    private static ResultWrite With(
        ResultWrite write, AlertChange[] changes, params IntegrationHealth.Alerting.Grouping.GroupTouch[] touches) =>
        write with { Alerts = new ResultAlerts(changes, touches) };
}
