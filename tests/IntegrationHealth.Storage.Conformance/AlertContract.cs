using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Alerts are committed whole or not at all, only over the version they were made from, and one at a time for a fingerprint.</summary>
public abstract class AlertContract : StorageContract
{
    private static readonly AlertState[] All = [AlertState.Pending, AlertState.Firing, AlertState.Recovering, AlertState.Resolved];

    [Fact]
    public async Task Commit_EveryField_ComesBack()
    {
        var alert = AlertSamples.FullAlert("1", Start);

        (await CommitAsync(AlertSamples.Opens(alert))).Should().BeTrue();

        (await Alerts.GetAsync(["1", "unknown"], Stop)).Should().ContainSingle().Which.Should().BeEquivalentTo(alert);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Commit_OtherVersion_WritesNothing(long expected)
    {
        var alert = AlertSamples.Alert("1", Start);
        await CommitAsync(AlertSamples.Opens(alert));
        var other = AlertSamples.Alert("2", Start);

        (await Alerts.CommitAsync(new AlertCommit
        {
            Alerts = [AlertSamples.Opens(other), new AlertChange("1", expected, alert with { Message = "new", Version = expected + 1 }, [])],
            Touches = [AlertSamples.Touch(Start)],
            Notifications = [AlertSamples.Notification("n", Start)],
        }, Stop)).Should().BeFalse();

        (await Alerts.GetAsync(["1", "2"], Stop)).Should().ContainSingle().Which.Message.Should().Be(alert.Message);
        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().BeEmpty();
        (await Outbox.GetDepthAsync(Start, Stop)).Waiting.Should().Be(0);
    }

    [Fact]
    public async Task Commit_SecondOpenAlertOfAFingerprint_IsRefused()
    {
        await CommitAsync(AlertSamples.Opens(AlertSamples.Alert("1", Start, "same")));

        (await CommitAsync(AlertSamples.Opens(AlertSamples.Alert("2", Start.AddMinutes(1), "same")))).Should().BeFalse();

        (await Alerts.GetAsync(["2"], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Commit_AnAlertAndItsSuccessorTogether_BothStand()
    {
        var first = AlertSamples.Alert("1", Start, "same");
        await CommitAsync(AlertSamples.Opens(first));
        var ended = AlertSamples.Resolve(first, Start.AddMinutes(1));

        (await CommitAsync(AlertSamples.Opens(AlertSamples.Alert("2", Start.AddMinutes(1), "same")), new AlertChange("1", 1, ended, []))).Should().BeTrue();

        (await Alerts.ListCurrentAsync(Start, Stop)).Select(alert => (alert.Id, alert.State))
            .Should().BeEquivalentTo([("1", AlertState.Resolved), ("2", AlertState.Firing)]);
    }

    [Fact]
    public async Task Commit_Removal_LeavesNeitherAlertNorTimeline()
    {
        var pending = AlertSamples.Alert("1", Start, state: AlertState.Pending);
        await CommitAsync(AlertSamples.Opens(pending, new AlertEvent("1", Start, AlertEventKind.Pending)));

        (await CommitAsync(new AlertChange("1", 1, null, []))).Should().BeTrue();

        (await Alerts.GetAsync(["1"], Stop)).Should().BeEmpty();
        (await Alerts.GetTimelinesAsync(["1"], Stop)).Should().BeEmpty();
        (await CommitAsync(AlertSamples.Opens(pending))).Should().BeTrue("its fingerprint is free again");
    }

    [Fact]
    public async Task Timeline_IsInTheOrderOfItsSteps_AndStepsOfNoAlertLeaveNothing()
    {
        var alert = AlertSamples.Alert("1", Start);
        var (fired, queued) = (new AlertEvent("1", Start, AlertEventKind.Fired), new AlertEvent("1", Start, AlertEventKind.Queued, "ops", "n"));
        await CommitAsync(AlertSamples.Opens(alert, fired));
        await Alerts.CommitAsync(new AlertCommit { Events = [queued, new AlertEvent("gone", Start, AlertEventKind.Notified)] }, Stop);
        var resolved = new AlertEvent("1", Start, AlertEventKind.Resolved);
        await CommitAsync(new AlertChange("1", 1, AlertSamples.Resolve(alert, Start), [resolved]));

        (await Alerts.GetTimelinesAsync(["1", "gone"], Stop)).Should().Equal(fired, queued, resolved);
    }

    [Fact]
    public async Task ListCurrent_HasWhatIsOpenAndWhatEndedSince_AsItIsNow()
    {
        var open = AlertSamples.Alert("open", Start.AddDays(-9));
        var old = AlertSamples.Alert("old", Start.AddDays(-9));
        var recent = AlertSamples.Alert("recent", Start.AddDays(-9));
        await CommitAsync(AlertSamples.Opens(open), AlertSamples.Opens(old), AlertSamples.Opens(recent));
        (await Alerts.ListCurrentAsync(Start, Stop)).Should().HaveCount(3);
        await CommitAsync(new AlertChange("old", 1, AlertSamples.Resolve(old, Start.AddHours(-2)), []),
            new AlertChange("recent", 1, AlertSamples.Resolve(recent, Start), []),
            new AlertChange("open", 1, open with { Message = "Worse.", Version = 2 }, []));

        (await Alerts.ListCurrentAsync(Start.AddHours(-1), Stop)).Select(alert => (alert.Id, alert.Message))
            .Should().BeEquivalentTo([("open", "Worse."), ("recent", recent.Message)]);
    }

    /// <summary>Whatever its texts say: of the alerts that are over, those that a person resolved and nobody has seen clear since.</summary>
    [Fact]
    public async Task ListMuted_HasWhatAPersonResolved_UntilItWasSeenClear()
    {
        const string Words = "\"resolvedReason\":\"manual\",\"clearedAt\":";
        foreach (var (id, reason, message) in (IEnumerable<(string, ResolvedReason?, string)>)
            [("by-hand", ResolvedReason.Manual, "It is broken."), ("words", ResolvedReason.Manual, Words), ("cleared", ResolvedReason.Cleared, Words),
                ("open", null, Words), ("seen", ResolvedReason.Manual, "It is broken.")])
        {
            var alert = AlertSamples.Alert(id, Start.AddDays(-40)) with { Message = message };
            await CommitAsync(AlertSamples.Opens(alert));
            if (reason is not null)
                await CommitAsync(new AlertChange(id, 1, AlertSamples.Resolve(alert, Start.AddDays(-39)) with { ResolvedReason = reason }, []));
        }

        var resolved = (await Alerts.GetAsync(["seen"], Stop))[0];
        (await CommitAsync(new AlertChange("seen", 2, resolved with { ClearedAt = Start, Version = 3 }, []))).Should().BeTrue();

        (await Alerts.ListMutedAsync(Stop)).Select(alert => alert.Id).Should().BeEquivalentTo("by-hand", "words");
        (await Alerts.GetAsync(["seen"], Stop))[0].Should().BeEquivalentTo(resolved with { ClearedAt = Start, Version = 3 });
        (await CommitAsync(AlertSamples.Opens(AlertSamples.Alert("next", Start, "fp-seen")))).Should().BeTrue("its fingerprint is free");
        (await CommitAsync(new AlertChange("by-hand", 1, resolved with { Id = "by-hand", Version = 2 }, []))).Should().BeFalse("another host came first");
    }

    [Fact]
    public async Task ListOpen_ByIntegrationAndByGroup()
    {
        var ended = AlertSamples.Alert("3", Start, integrationId: "a", group: "g1");
        await CommitAsync(
            AlertSamples.Opens(AlertSamples.Alert("1", Start, integrationId: "a", group: "g1")),
            AlertSamples.Opens(AlertSamples.Alert("2", Start, integrationId: "b", group: "g2")),
            AlertSamples.Opens(ended), AlertSamples.Opens(AlertSamples.Alert("4", Start, integrationId: null, group: "g1")));
        await CommitAsync(new AlertChange("3", 1, AlertSamples.Resolve(ended, Start), []));

        (await Alerts.ListOpenAsync(["a", "unknown"], Stop)).Select(alert => alert.Id).Should().Equal("1");
        (await Alerts.ListOpenInGroupAsync("g1", Stop)).Select(alert => alert.Id).Should().BeEquivalentTo("1", "4");
    }

    [Fact]
    public async Task Query_PagesNewestFirst()
    {
        for (var i = 0; i < 7; i++)
            await CommitAsync(AlertSamples.Opens(AlertSamples.Alert($"id{i}", Start.AddMinutes(i / 2))));

        var seen = new List<string>();
        AlertPosition? after = null;
        while (await Alerts.QueryAsync(new AlertQuery { Limit = 2, After = after }, Stop) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(alert => alert.Id));
            after = new AlertPosition(page[^1].StartedAt, page[^1].Id);
        }

        seen.Should().Equal("id6", "id5", "id4", "id3", "id2", "id1", "id0");
    }

    /// <summary>Tables keep milliseconds: what began within one is in the order of its ids, on whatever page.</summary>
    [Fact]
    public async Task Query_PagesWhatBeganInTheSameMillisecond_EachOnce()
    {
        var ticks = new[] { 9, 1, 5, 7, 3 };
        for (var i = 0; i < ticks.Length; i++)
            await CommitAsync(AlertSamples.Opens(AlertSamples.Alert($"id{i}", Start.AddTicks(ticks[i] * 1_000))));

        var seen = new List<string>();
        AlertPosition? after = null;
        while (seen.Count < 10 && await Alerts.QueryAsync(new AlertQuery { Limit = 1, After = after }, Stop) is [var alert])
        {
            seen.Add(alert.Id);
            after = AlertPosition.Of(alert);
        }

        seen.Should().Equal("id4", "id3", "id2", "id1", "id0");
    }

    [Fact]
    public async Task Query_Filters()
    {
        await CommitAsync(
            AlertSamples.Opens(AlertSamples.Alert("1", Start) with { Severity = AlertSeverity.Critical }),
            AlertSamples.Opens(AlertSamples.Alert("2", Start.AddMinutes(1), integrationId: "b") with { Provider = "gmail" }),
            AlertSamples.Opens(AlertSamples.Alert("3", Start.AddMinutes(2), state: AlertState.Pending)),
            AlertSamples.Opens(AlertSamples.Alert("4", Start.AddMinutes(3)) with { RuleId = "other" }));
        await CommitAsync(new AlertChange("4", 1, AlertSamples.Resolve(AlertSamples.Alert("4", Start.AddMinutes(3)) with { RuleId = "other" }, Start.AddMinutes(4)), []));

        (await IdsAsync(new AlertQuery())).Should().Equal("4", "2", "1");
        (await IdsAsync(new AlertQuery { States = All })).Should().Equal("4", "3", "2", "1");
        (await IdsAsync(new AlertQuery { States = [AlertState.Resolved] })).Should().Equal("4");
        (await IdsAsync(new AlertQuery { Severities = [AlertSeverity.Critical, AlertSeverity.Info] })).Should().Equal("1");
        (await IdsAsync(new AlertQuery { Providers = ["gmail"] })).Should().Equal("2");
        (await IdsAsync(new AlertQuery { IntegrationIds = ["a"] })).Should().Equal("4", "1");
        (await IdsAsync(new AlertQuery { RuleIds = ["other"] })).Should().Equal("4");
        (await IdsAsync(new AlertQuery { From = Start.AddMinutes(5) })).Should().Equal("2", "1");
        (await IdsAsync(new AlertQuery { To = Start.AddMinutes(1) })).Should().Equal("1");
    }

    [Theory]
    [InlineData("BROKEN TODAY", "1")]
    [InlineData("alice’s gm", "2")]
    [InlineData("größe \"50 %\" \\o/", "3")]
    [InlineData("🚀", "3")]
    [InlineData("CRM-9", "4")]
    [InlineData("Slow", "5")]
    [InlineData("rule-x", "5")]
    [InlineData("SLACK", "6", "1")]
    [InlineData("50 %", "3")]
    [InlineData("%", "3")]
    [InlineData("_")]
    [InlineData("\\", "3")]
    [InlineData("2019")]
    [InlineData("firing")]
    [InlineData("GRÖSSE")]
    public async Task Query_Searches_WhateverTheCaseOfLetters(string text, params string[] expected)
    {
        await CommitAsync(
            AlertSamples.Opens(AlertSamples.Alert("1", Start) with { Message = "Broken today, says Slack." }),
            AlertSamples.Opens(AlertSamples.Alert("2", Start.AddMinutes(1)) with { Name = "Alice’s Gmail" }),
            AlertSamples.Opens(AlertSamples.Alert("3", Start.AddMinutes(2)) with { Name = "Größe \"50 %\" \\o/ 🚀" }),
            AlertSamples.Opens(AlertSamples.Alert("4", Start.AddMinutes(3), integrationId: "crm-9")),
            AlertSamples.Opens(AlertSamples.Alert("5", Start.AddMinutes(4)) with { RuleId = "rule-x", RuleName = "Too slow" }),
            AlertSamples.Opens(AlertSamples.Alert("6", Start.AddMinutes(5), integrationId: null) with { Provider = "slack" }));

        (await IdsAsync(new AlertQuery { Search = text })).Should().Equal(expected);
        (await IdsAsync(new AlertQuery { Search = text, States = [AlertState.Resolved] })).Should().BeEmpty("other filters hold as well");
        (await IdsAsync(new AlertQuery { Search = text, Limit = 1 })).Should().Equal(expected.Take(1));
    }

    [Fact]
    public async Task Lead_IsHeldUntilItEndsOrIsLetGo()
    {
        (await Alerts.GetLeadAsync(Stop)).Should().BeNull();
        var mine = new AlertingLead("one", Start.AddSeconds(15), Start, 5, 1);
        (await Alerts.LeadAsync(mine, Start, Stop)).Should().Be(mine);

        var other = new AlertingLead("two", Start.AddSeconds(30), Start.AddSeconds(14), 0, 0);
        (await Alerts.LeadAsync(other, Start.AddSeconds(14), Stop)).Should().Be(mine, "it is not free");
        var renewed = mine with { Until = Start.AddSeconds(20), LastTickAt = Start.AddSeconds(5) };
        (await Alerts.LeadAsync(renewed, Start.AddSeconds(5), Stop)).Should().Be(renewed);
        (await Alerts.LeadAsync(other, Start.AddSeconds(20), Stop)).Should().Be(other, "it ended");
        (await Alerts.GetLeadAsync(Stop)).Should().Be(other);
    }

    [Fact]
    public async Task Prune_RemovesWhatEndedBefore_AndGroupsWithNothingToSay()
    {
        var (old, recent) = (AlertSamples.Alert("old", Start.AddDays(-2)), AlertSamples.Alert("recent", Start.AddDays(-2)));
        await CommitAsync(AlertSamples.Opens(old, new AlertEvent("old", Start, AlertEventKind.Fired)), AlertSamples.Opens(recent),
            AlertSamples.Opens(AlertSamples.Alert("open", Start.AddDays(-2))));
        await CommitAsync(new AlertChange("old", 1, AlertSamples.Resolve(old, Start.AddDays(-1)), []),
            new AlertChange("recent", 1, AlertSamples.Resolve(recent, Start), []));
        await Alerts.CommitAsync(new AlertCommit { Touches = [AlertSamples.Touch(Start, "quiet"), AlertSamples.Touch(Start, "due")] }, Stop);
        var quiet = (await Alerts.ListGroupsAsync(["quiet"], Stop))[0];
        await Alerts.CommitAsync(new AlertCommit { Groups = [quiet with { DueAt = null, Version = quiet.Version + 1 }] }, Stop);

        (await Alerts.PruneAsync(Start.AddHours(-1), Stop)).Should().Be(1);

        (await IdsAsync(new AlertQuery())).Should().BeEquivalentTo("recent", "open");
        (await Alerts.GetTimelinesAsync(["old"], Stop)).Should().BeEmpty();
        (await Alerts.ListGroupsAsync(["quiet", "due"], Stop)).Select(group => group.AlertGroup).Should().Equal("due");
    }

    private Task<bool> CommitAsync(params AlertChange[] changes) => Alerts.CommitAsync(AlertSamples.Commit(changes), Stop);

    private async Task<IEnumerable<string>> IdsAsync(AlertQuery query) => (await Alerts.QueryAsync(query, Stop)).Select(alert => alert.Id);
}
