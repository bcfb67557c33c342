using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>Touches commute; a flush that was overtaken by one, or by another flush, is refused with all that came with it.</summary>
public abstract class NotificationGroupContract : StorageContract
{
    [Fact]
    public async Task Touch_MakesTheGroup_AndKeepsTheEarliestTime()
    {
        await TouchAsync(Start.AddSeconds(30));
        await TouchAsync(Start.AddSeconds(10));
        await TouchAsync(Start.AddSeconds(20));

        (await Alerts.ListDueGroupsAsync(Start.AddSeconds(9), 10, Stop)).Should().BeEmpty();
        var group = (await Alerts.ListDueGroupsAsync(Start.AddSeconds(10), 10, Stop)).Should().ContainSingle().Subject;
        (group.Key, group.AlertGroup, group.RuleId, group.ChannelId, group.DueAt)
            .Should().Be(("rule@ops", "rule", "rule", "ops", Start.AddSeconds(10)));
        group.Version.Should().Be(3);
    }

    [Fact]
    public async Task Touch_BetweenMilliseconds_IsNotDueEarly()
    {
        await TouchAsync(Start.AddTicks(5));

        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().BeEmpty();
        (await Alerts.ListDueGroupsAsync(Start.AddMilliseconds(1), 10, Stop)).Should().ContainSingle();
    }

    [Fact]
    public async Task Flush_EveryField_ComesBack()
    {
        await TouchAsync(Start);
        var flushed = (await GroupAsync()) with
        {
            DueAt = Start.AddHours(4),
            LastNotifiedAt = Start,
            NotifiedAlertIds = ["1", "2"],
            LastToldAt = new Dictionary<string, DateTimeOffset> { ["fp"] = Start.AddMinutes(-1) },
            HeldBack = new Dictionary<string, string> { ["3"] = "silence" },
            Version = 2,
        };

        (await Alerts.CommitAsync(new AlertCommit { Groups = [flushed] }, Stop)).Should().BeTrue();

        (await GroupAsync()).Should().BeEquivalentTo(flushed);
        await TouchAsync(Start.AddHours(1));
        (await GroupAsync()).Should().BeEquivalentTo(flushed with { DueAt = Start.AddHours(1), Version = 3 }, "a touch forgets nothing");
    }

    [Fact]
    public async Task Flush_OvertakenByATouch_WritesNothing()
    {
        await TouchAsync(Start);
        var flushed = (await GroupAsync()) with { DueAt = null, Version = 2 };
        await TouchAsync(Start.AddSeconds(1));

        (await Alerts.CommitAsync(new AlertCommit { Groups = [flushed], Notifications = [AlertSamples.Notification("n", Start)] }, Stop)).Should().BeFalse();

        (await GroupAsync()).DueAt.Should().Be(Start);
        (await Outbox.GetDepthAsync(Start, Stop)).Waiting.Should().Be(0);
    }

    /// <summary>A channel that is told without having been touched, as an escalation tells it.</summary>
    [Fact]
    public async Task Flush_OfANewGroup_MakesIt_UnlessAnotherHasMadeItMeanwhile()
    {
        var told = new NotificationGroup
        {
            Key = "rule@lead",
            AlertGroup = "rule",
            RuleId = "rule",
            ChannelId = "lead",
            DueAt = Start.AddSeconds(30),
            LastNotifiedAt = Start,
            NotifiedAlertIds = ["1"],
            Version = 1,
        };

        (await Alerts.CommitAsync(new AlertCommit { Groups = [told] }, Stop)).Should().BeTrue();

        (await GroupAsync()).Should().BeEquivalentTo(told);
        (await Alerts.ListDueGroupsAsync(Start.AddSeconds(30), 10, Stop)).Should().ContainSingle();
        (await Alerts.CommitAsync(new AlertCommit { Groups = [told with { NotifiedAlertIds = ["2"] }] }, Stop)).Should().BeFalse("it is there already");
        (await Alerts.CommitAsync(new AlertCommit { Groups = [told with { NotifiedAlertIds = ["2"], Version = 2 }] }, Stop)).Should().BeTrue();
        (await GroupAsync()).NotifiedAlertIds.Should().Equal("2");
    }

    [Fact]
    public async Task Flush_OfAGroupThatIsGone_WritesNothing()
    {
        await TouchAsync(Start);
        var gone = (await GroupAsync()) with { Key = "gone@ops", AlertGroup = "gone", Version = 2 };

        (await Alerts.CommitAsync(new AlertCommit { Groups = [gone] }, Stop)).Should().BeFalse();

        (await Alerts.ListGroupsAsync(["gone"], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task ListDue_EarliestFirst_AtMostAsManyAsAsked()
    {
        await Alerts.CommitAsync(new AlertCommit
        {
            Touches = [.. Enumerable.Range(0, 5).Select(i => AlertSamples.Touch(Start.AddSeconds(-i), $"g{i}"))],
        }, Stop);

        (await Alerts.ListDueGroupsAsync(Start, 3, Stop)).Select(group => group.AlertGroup).Should().Equal("g4", "g3", "g2");
    }

    private Task<bool> TouchAsync(DateTimeOffset dueAt) => Alerts.CommitAsync(new AlertCommit { Touches = [AlertSamples.Touch(dueAt)] }, Stop);

    private async Task<NotificationGroup> GroupAsync() => (await Alerts.ListGroupsAsync(["rule"], Stop)).Should().ContainSingle().Subject;
}
