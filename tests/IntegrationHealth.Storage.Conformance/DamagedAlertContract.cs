using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What a database does when its rows or tables are not as they should be: the rest goes on, and nothing is half done.</summary>
public abstract class DamagedAlertContract : StorageContract
{
    /// <summary>Runs a statement as any other program would.</summary>
    protected abstract Task ExecuteAsync(string sql);

    /// <summary>True for a store that keeps an alert's name apart from its document, and so finds by it one whose document cannot be read.</summary>
    protected virtual bool KeepsNamesApart => false;

    [Fact]
    public async Task Alert_Unreadable_IsWhatItsColumnsSay_AndTheOthersAreRead()
    {
        var (good, bad) = (AlertSamples.FullAlert("good", Start) with { Group = "group" }, AlertSamples.FullAlert("bad", Start) with { Group = "group" });
        await Alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(good), AlertSamples.Opens(bad)), Stop);
        await ExecuteAsync("update health_check_alerts set document = '{\"state\":' where id = 'bad'");

        IReadOnlyList<Alert>[] answers =
        [
            await Alerts.ListCurrentAsync(Start, Stop), await Alerts.ListOpenAsync(["a"], Stop), await Alerts.ListOpenInGroupAsync("group", Stop),
            await Alerts.GetAsync(["good", "bad"], Stop), await Alerts.QueryAsync(new AlertQuery(), Stop),
        ];
        (await Alerts.QueryAsync(new AlertQuery { Search = "größe" }, Stop)).Select(alert => alert.Id).Should()
            .BeEquivalentTo(KeepsNamesApart ? ["good", "bad"] : ["good"], "a name that cannot be read stops no search");

        foreach (var answer in answers)
        {
            answer.Single(alert => alert.Id == "good").Should().BeEquivalentTo(good);
            var damaged = answer.Single(alert => alert.Id == "bad");
            damaged.RuleRevision.Should().Be(Alert.UnreadableRevision);
            (damaged.Fingerprint, damaged.RuleId, damaged.Group, damaged.Severity, damaged.IntegrationId, damaged.State, damaged.StartedAt, damaged.FiredAt, damaged.Version)
                .Should().Be((bad.Fingerprint, bad.RuleId, bad.Group, bad.Severity, bad.IntegrationId, bad.State, bad.StartedAt, bad.FiredAt, bad.Version));
        }

        var ended = AlertSamples.Resolve(answers[0].Single(alert => alert.Id == "bad"), Start.AddMinutes(9));
        (await Alerts.CommitAsync(AlertSamples.Commit(new AlertChange("bad", 1, ended, [])), Stop)).Should().BeTrue("it can be ended");
        (await Alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(AlertSamples.Alert("next", Start, bad.Fingerprint))), Stop))
            .Should().BeTrue("its fingerprint is free again");
        (await Alerts.GetAsync(["bad"], Stop)).Single().Should().BeEquivalentTo(ended);
    }

    [Fact]
    public async Task Group_Unreadable_HasToldNothingYet_AndTheOthersAreRead()
    {
        foreach (var group in (string[])["one", "two"])
        {
            await Alerts.CommitAsync(new AlertCommit { Touches = [AlertSamples.Touch(Start, group)] }, Stop);
            var touched = (await Alerts.ListGroupsAsync([group], Stop)).Single();
            (await Alerts.CommitAsync(new AlertCommit { Groups = [touched with { NotifiedAlertIds = ["x"], Version = touched.Version + 1 }] }, Stop)).Should().BeTrue();
        }

        await ExecuteAsync("update health_check_notification_groups set document = 'nonsense' where alert_group = 'one'");

        foreach (var groups in new[] { await Alerts.ListDueGroupsAsync(Start, 10, Stop), await Alerts.ListGroupsAsync(["one", "two"], Stop) })
        {
            groups.Select(group => (group.AlertGroup, group.ChannelId, group.DueAt, group.NotifiedAlertIds.Count, group.Version))
                .Should().BeEquivalentTo([("one", "ops", (DateTimeOffset?)Start, 0, 2L), ("two", "ops", Start, 1, 2L)]);
            var one = groups.Single(group => group.AlertGroup == "one");
            (await Alerts.CommitAsync(new AlertCommit { Groups = [one with { Version = one.Version + 7 }] }, Stop)).Should().BeFalse();
        }
    }

    /// <summary>Fault 39: a row that cannot be sent must not stop those that can.</summary>
    [Fact]
    public async Task Fault39_Notification_Unreadable_IsGivenUp_AndTheOthersAreClaimed()
    {
        await Alerts.CommitAsync(new AlertCommit
        {
            Notifications = [AlertSamples.Notification("bad", Start, order: "one"), AlertSamples.Notification("good", Start), AlertSamples.Notification("behind", Start, order: "one")],
        }, Stop);
        await ExecuteAsync("update health_check_notifications set document = '[]' where id = 'bad'");

        (await ClaimAsync()).Should().Equal("good");
        (await ClaimAsync()).Should().Equal("behind");

        (await Outbox.GetDepthAsync(Start, Stop)).Dead.Should().Be(1);
        (await Outbox.ListDeadAsync(10, Stop)).Should().BeEmpty("it cannot be shown either");
    }

    /// <summary>Fault 3: a commit that breaks off in its middle leaves neither the state nor the notification.</summary>
    [Fact]
    public async Task Fault3_Commit_BreaksOffBeforeItsEnd_LeavesNothing()
    {
        var alert = AlertSamples.Alert("1", Start);
        var commit = new AlertCommit
        {
            Alerts = [AlertSamples.Opens(alert, new AlertEvent("1", Start, AlertEventKind.Fired))],
            Touches = [AlertSamples.Touch(Start)],
            Notifications = [AlertSamples.Notification("n", Start)],
        };
        await ExecuteAsync("alter table health_check_notifications rename to set_aside");

        await FluentActions.Awaiting(() => Alerts.CommitAsync(commit, Stop)).Should().ThrowAsync<Exception>();

        await ExecuteAsync("alter table set_aside rename to health_check_notifications");
        (await Alerts.GetAsync(["1"], Stop)).Should().BeEmpty();
        (await Alerts.GetTimelinesAsync(["1"], Stop)).Should().BeEmpty();
        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().BeEmpty();
        (await Alerts.CommitAsync(commit, Stop)).Should().BeTrue("the next look says the same again");
        (await ClaimAsync()).Should().Equal("n");
    }

    private async Task<IEnumerable<string>> ClaimAsync() =>
        (await Outbox.ClaimAsync(new OutboxClaim(Start, 100, TimeSpan.FromMinutes(1), []), Stop)).Select(claim => claim.Notification.Id);
}
