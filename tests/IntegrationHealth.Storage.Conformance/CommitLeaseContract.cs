using IntegrationHealth.Alerting.Grouping;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>A notification that is leased in its commit is as one that was committed and then claimed.</summary>
public abstract class CommitLeaseContract : StorageContract
{
    private static readonly DateTimeOffset Until = Start.AddMinutes(1);

    [Fact]
    public async Task Commit_Leases_IsClaimedByNobodyUntilTheLeaseEnds()
    {
        var notification = AlertSamples.Notification("n", Start, alerts: AlertSamples.FullAlert("1", Start));

        var leased = (await LeaseAsync([notification], "n")).Should().ContainSingle().Subject;

        leased.Should().Be(new ClaimedNotification(notification, Fence: 1, Attempt: 1, Until));
        (await ClaimAsync(Until.AddSeconds(-1))).Should().BeEmpty();
        var claimed = (await ClaimAsync(Until)).Should().ContainSingle().Subject;
        claimed.Notification.Should().BeEquivalentTo(notification);
        (claimed.Fence, claimed.Attempt).Should().Be((2, 1));
        (await Outbox.CompleteAsync([AlertSamples.Completion(leased, NotificationState.Delivered)], Stop)).Should().Equal(["n"], "its lease was lost");
        (await Outbox.CompleteAsync([AlertSamples.Completion(claimed, NotificationState.Delivered)], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Commit_Leases_TheLeaseEndsWithTheAttempt()
    {
        var leased = await LeaseAsync([AlertSamples.Notification("delivered", Start), AlertSamples.Notification("failed", Start)], "delivered", "failed");

        leased!.Select(one => one.Notification.Id).Should().Equal("delivered", "failed");
        (await Outbox.GetDepthAsync(Start, Stop)).Waiting.Should().Be(2);
        (await Outbox.CompleteAsync(
        [
            AlertSamples.Completion(leased![0], NotificationState.Delivered),
            AlertSamples.Completion(leased[1], NotificationState.Due, Start.AddSeconds(5)),
        ], Stop)).Should().BeEmpty();

        (await ClaimAsync(Start.AddSeconds(4))).Should().BeEmpty();
        (await ClaimAsync(Until.AddDays(1))).Should().ContainSingle().Which.Should().Match<ClaimedNotification>(
            again => again.Notification.Id == "failed" && again.Fence == 2 && again.Attempt == 2);
    }

    [Fact]
    public async Task Commit_LeasesSome_TheOthersCanBeClaimed()
    {
        (await LeaseAsync([AlertSamples.Notification("n", Start), AlertSamples.Notification("m", Start)], "n", "unknown"))!
            .Select(one => one.Notification.Id).Should().Equal("n");

        (await ClaimAsync(Start)).Select(claim => claim.Notification.Id).Should().Equal("m");
    }

    [Fact]
    public async Task Commit_Refused_LeasesNothing()
    {
        var alert = AlertSamples.Alert("1", Start);
        await Alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(alert)), Stop);
        var outdated = new AlertChange("1", 7, alert with { Version = 8 }, []);
        var taken = AlertSamples.Opens(AlertSamples.Alert("2", Start, alert.Fingerprint));
        var group = new NotificationGroup { Key = "g", AlertGroup = "g", RuleId = "rule", ChannelId = "ops", Version = 7 };

        foreach (var refused in new[] { AlertSamples.Commit(outdated), AlertSamples.Commit(taken), new AlertCommit { Groups = [group] } })
        {
            (await Alerts.CommitAndLeaseAsync(
                refused with { Notifications = [AlertSamples.Notification("n", Start)] }, Lease("n"), Stop)).Should().BeNull();
        }

        (await ClaimAsync(Until.AddDays(1))).Should().BeEmpty();
    }

    [Fact]
    public async Task Commit_WithEverythingElse_LeasesAndWritesIt()
    {
        var alert = AlertSamples.Alert("1", Start);
        await Alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(alert)), Stop);
        var commit = new AlertCommit
        {
            Alerts = [new AlertChange("1", 1, alert with { Message = "Worse.", Version = 2 }, [])],
            Touches = [AlertSamples.Touch(Start)],
            Notifications = [AlertSamples.Notification("n", Start)],
        };

        (await Alerts.CommitAndLeaseAsync(commit, Lease("n"), Stop)).Should().ContainSingle();

        (await Alerts.GetAsync(["1"], Stop)).Should().ContainSingle().Which.Message.Should().Be("Worse.");
        (await Alerts.ListDueGroupsAsync(Start, 10, Stop)).Should().ContainSingle();
    }

    /// <summary>The answer of a commit was lost, and it is tried again.</summary>
    [Fact]
    public async Task Commit_SameIdAgain_IsNotLeasedAgain()
    {
        var notification = AlertSamples.Notification("n", Start);
        var leased = await LeaseAsync([notification], "n");

        (await LeaseAsync([notification], "n")).Should().BeEmpty("it is under way");
        await Outbox.CompleteAsync([AlertSamples.Completion(leased!.Single(), NotificationState.Delivered)], Stop);
        (await LeaseAsync([notification], "n")).Should().BeEmpty("it was delivered");
        (await LeaseAsync([notification, notification with { Id = "m", OrderKey = "m" }, notification with { Id = "m", OrderKey = "m" }], "n", "m"))
            .Should().ContainSingle().Which.Notification.Id.Should().Be("m");

        (await ClaimAsync(Until)).Select(claim => claim.Notification.Id).Should().Equal("m");
    }

    [Fact]
    public async Task Commit_SameOrderKey_LeasesTheOldestAlone()
    {
        await Alerts.CommitAsync(new AlertCommit { Notifications = [AlertSamples.Notification("n1", Start, order: "g", dueAt: Start.AddHours(1))] }, Stop);

        var leased = await LeaseAsync(
        [
            AlertSamples.Notification("n2", Start, order: "g"), AlertSamples.Notification("n3", Start, order: "h"), AlertSamples.Notification("n4", Start, order: "h"),
            AlertSamples.Notification("n5", Start, channel: "other", order: "g"),
        ], "n2", "n3", "n4", "n5");

        leased!.Select(one => one.Notification.Id).Should().Equal("n3", "n5");
        (await ClaimAsync(Start)).Should().BeEmpty("each of the others waits for the one before it");
        await Outbox.CompleteAsync([AlertSamples.Completion(leased![0], NotificationState.Delivered)], Stop);
        (await ClaimAsync(Start)).Select(claim => claim.Notification.Id).Should().Equal("n4");
        (await LeaseAsync([AlertSamples.Notification("n6", Start, order: "h")], "n6")).Should().BeEmpty("one before it is being told");
    }

    [Fact]
    public async Task Commit_WhatWentBeforeIsOver_Leases()
    {
        var before = await LeaseAsync([AlertSamples.Notification("n1", Start, order: "g"), AlertSamples.Notification("n2", Start, order: "h")], "n1", "n2");
        await Outbox.CompleteAsync(
            [AlertSamples.Completion(before![0], NotificationState.Delivered), AlertSamples.Completion(before[1], NotificationState.Dead)], Stop);

        (await LeaseAsync([AlertSamples.Notification("n3", Start, order: "g"), AlertSamples.Notification("n4", Start, order: "h")], "n3", "n4"))
            .Should().HaveCount(2);
    }

    private Task<IReadOnlyList<ClaimedNotification>?> LeaseAsync(Notification[] notifications, params string[] ids) =>
        Alerts.CommitAndLeaseAsync(new AlertCommit { Notifications = notifications }, Lease(ids), Stop);

    private Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(DateTimeOffset now) =>
        Outbox.ClaimAsync(new OutboxClaim(now, 100, TimeSpan.FromMinutes(2), []), Stop);

    private static CommitLease Lease(params string[] ids) => new(ids.ToHashSet(), Until);
}
