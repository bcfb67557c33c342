using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>A notification has one holder at a time, keeps its place among those of its order key, and ends once.</summary>
public abstract class OutboxContract : StorageContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Claim_BringsWhatWasCommitted_WithEveryField()
    {
        var notification = AlertSamples.Notification("n", Start, alerts: AlertSamples.FullAlert("1", Start));
        await AddAsync(notification);

        var claimed = (await ClaimAsync(Start)).Should().ContainSingle().Subject;

        claimed.Notification.Should().BeEquivalentTo(notification);
        (claimed.Fence, claimed.Attempt, claimed.LeaseUntil).Should().Be((1, 1, Start + Lease));
    }

    [Fact]
    public async Task Claim_WhatAnotherHolds_IsFreeAgainWhenTheLeaseEnds()
    {
        await AddAsync(AlertSamples.Notification("n", Start));
        var first = (await ClaimAsync(Start))[0];

        (await ClaimAsync(Start + Lease - TimeSpan.FromSeconds(1))).Should().BeEmpty();
        var second = (await ClaimAsync(Start + Lease)).Should().ContainSingle().Subject;

        second.Fence.Should().Be(2);
        (await Outbox.CompleteAsync([AlertSamples.Completion(first, NotificationState.Delivered)], Stop)).Should().Equal(["n"], "its lease was lost");
        (await Outbox.CompleteAsync([AlertSamples.Completion(second, NotificationState.Delivered)], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Claim_SameOrderKey_OnlyTheOldest()
    {
        await AddAsync(AlertSamples.Notification("n1", Start, order: "g"), AlertSamples.Notification("n2", Start, order: "g"),
            AlertSamples.Notification("n3", Start, order: "h"), AlertSamples.Notification("n4", Start, channel: "other", order: "g"));

        var claimed = await ClaimAsync(Start);

        claimed.Select(claim => claim.Notification.Id).Should().Equal("n1", "n3", "n4");
        await Outbox.CompleteAsync([AlertSamples.Completion(claimed[0], NotificationState.Due, Start.AddHours(1))], Stop);
        (await ClaimAsync(Start)).Should().BeEmpty("the resolved must not overtake the firing");
        var again = (await ClaimAsync(Start.AddHours(1)))[0];
        await Outbox.CompleteAsync([AlertSamples.Completion(again, NotificationState.Dead)], Stop);
        (await ClaimAsync(Start)).Select(claim => claim.Notification.Id).Should().Equal("n2");
    }

    [Fact]
    public async Task Complete_WhatTheAttemptGotDone_IsKeptUntilMoreIs()
    {
        await AddAsync(AlertSamples.Notification("n", Start));
        var first = (await ClaimAsync(Start))[0];
        var changed = first.Notification with { Message = first.Notification.Message with { Progress = "a@example.com" } };

        await Outbox.CompleteAsync([AlertSamples.Completion(first, NotificationState.Due, Start.AddMinutes(5)) with { Changed = changed }], Stop);
        var second = (await ClaimAsync(Start.AddMinutes(5)))[0];
        await Outbox.CompleteAsync([AlertSamples.Completion(second, NotificationState.Due, Start.AddMinutes(10))], Stop);

        second.Notification.Should().BeEquivalentTo(changed);
        (await ClaimAsync(Start.AddMinutes(10)))[0].Notification.Should().BeEquivalentTo(changed);
    }

    [Fact]
    public async Task Claim_BusyChannels_TakeNoRoom()
    {
        await AddAsync(AlertSamples.Notification("n1", Start, "slow"), AlertSamples.Notification("n2", Start, "slow"), AlertSamples.Notification("n3", Start));

        (await Outbox.ClaimAsync(new OutboxClaim(Start, 1, Lease, ["slow", "unknown"]), Stop)).Select(claim => claim.Notification.Id).Should().Equal("n3");
    }

    [Fact]
    public async Task Claim_AtMostAsManyAsAsked_InTheOrderMade()
    {
        await AddAsync([.. Enumerable.Range(0, 9).Select(i => AlertSamples.Notification($"n{9 - i}", Start))]);

        (await Outbox.ClaimAsync(new OutboxClaim(Start, 4, Lease, []), Stop)).Select(claim => claim.Notification.Id).Should().Equal("n9", "n8", "n7", "n6");
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_EachOnce()
    {
        await AddAsync([.. Enumerable.Range(0, 200).Select(i => AlertSamples.Notification($"n{i}", Start))]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            Task.Run(() => Outbox.ClaimAsync(new OutboxClaim(Start, 20, Lease, []), Stop), Stop)));
        var rest = await Outbox.ClaimAsync(new OutboxClaim(Start, 200, Lease, []), Stop);

        claims.Append(rest).SelectMany(claim => claim).Select(claim => claim.Notification.Id).Should().HaveCount(200).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Complete_Due_ComesBackAtItsTimeAsTheNextAttempt()
    {
        await AddAsync(AlertSamples.Notification("n", Start));
        await Outbox.CompleteAsync([AlertSamples.Completion((await ClaimAsync(Start))[0], NotificationState.Due, Start.AddSeconds(5))], Stop);

        (await ClaimAsync(Start.AddSeconds(4))).Should().BeEmpty();
        var second = (await ClaimAsync(Start.AddSeconds(5)))[0];
        second.Attempt.Should().Be(2);
        await Outbox.CompleteAsync([AlertSamples.Completion(second, NotificationState.Due, Start.AddSeconds(6)) with { CountsAsAttempt = false }], Stop);
        (await ClaimAsync(Start.AddSeconds(6)))[0].Attempt.Should().Be(2, "it was given back untried");
    }

    [Fact]
    public async Task Complete_WritesTheTimeline_ButNotOfARefused()
    {
        var alert = AlertSamples.Alert("1", Start);
        await Alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(alert)), Stop);
        await AddAsync(AlertSamples.Notification("n", Start), AlertSamples.Notification("m", Start));
        var claimed = await ClaimAsync(Start);
        var told = new AlertEvent("1", Start, AlertEventKind.Notified, "ops", "200 OK");

        (await Outbox.CompleteAsync(
        [
            AlertSamples.Completion(claimed[0], NotificationState.Delivered, default, told, new AlertEvent("gone", Start, AlertEventKind.Notified)),
            AlertSamples.Completion(claimed[1] with { Fence = 7 }, NotificationState.Delivered, default, told),
        ], Stop)).Should().Equal("m");

        (await Alerts.GetTimelinesAsync(["1", "gone"], Stop)).Should().Equal(told);
        (await Outbox.CompleteAsync([AlertSamples.Completion(claimed[0], NotificationState.Delivered)], Stop)).Should().Equal(["n"], "it ended once");
    }

    [Fact]
    public async Task Add_SameIdAgain_ChangesNothing()
    {
        await AddAsync(AlertSamples.Notification("n", Start));
        await Outbox.CompleteAsync([AlertSamples.Completion((await ClaimAsync(Start))[0], NotificationState.Delivered)], Stop);

        await AddAsync(AlertSamples.Notification("n", Start));

        (await ClaimAsync(Start.AddDays(1))).Should().BeEmpty();
    }

    [Fact]
    public async Task Dead_AreListedNewestFirst_AndReplayedWithTheSameId()
    {
        await AddAsync(AlertSamples.Notification("n", Start), AlertSamples.Notification("m", Start));
        await Outbox.CompleteAsync([.. (await ClaimAsync(Start)).Select(claim => AlertSamples.Completion(claim, NotificationState.Dead))], Stop);

        var dead = await Outbox.ListDeadAsync(10, Stop);
        dead.Select(one => (one.Notification.Id, one.Attempts, one.Detail)).Should().Equal(("m", 1, "the far end's words"), ("n", 1, "the far end's words"));
        (await Outbox.ReplayAsync("n", Start.AddHours(1), Stop)).Should().BeTrue();
        (await Outbox.ReplayAsync("n", Start.AddHours(1), Stop)).Should().BeFalse("it is not dead any more");
        (await ClaimAsync(Start)).Should().BeEmpty();
        var replayed = (await ClaimAsync(Start.AddHours(1))).Should().ContainSingle().Subject;
        (replayed.Notification.Id, replayed.Attempt).Should().Be(("n", 1));
    }

    [Fact]
    public async Task Depth_CountsWhatWaitsAndWhatIsDead()
    {
        await AddAsync(AlertSamples.Notification("due", Start.AddMinutes(-3)), AlertSamples.Notification("later", Start, dueAt: Start.AddHours(1)),
            AlertSamples.Notification("dead", Start.AddMinutes(-9)));
        var claimed = await ClaimAsync(Start.AddMinutes(-2));
        await Outbox.CompleteAsync([AlertSamples.Completion(claimed.Single(claim => claim.Notification.Id == "dead"), NotificationState.Dead)], Stop);

        await AddAsync(AlertSamples.Notification("other", Start.AddMinutes(-5), channel: "hook"));

        (await Outbox.GetDepthAsync(Start, Stop)).Should().BeEquivalentTo(new OutboxDepth(3, 1, Start.AddMinutes(-5),
            new Dictionary<string, DateTimeOffset> { ["ops"] = Start.AddMinutes(-3), ["hook"] = Start.AddMinutes(-5) }));
    }

    [Fact]
    public async Task Prune_RemovesWhatEnded_AndKeepsWhatWaits()
    {
        await AddAsync(AlertSamples.Notification("delivered", Start.AddDays(-2)), AlertSamples.Notification("dead", Start.AddDays(-2)),
            AlertSamples.Notification("waits", Start.AddDays(-2), dueAt: Start.AddDays(1)), AlertSamples.Notification("recent", Start));
        foreach (var claim in await ClaimAsync(Start))
        {
            await Outbox.CompleteAsync(
                [AlertSamples.Completion(claim, claim.Notification.Id == "dead" ? NotificationState.Dead : NotificationState.Delivered)], Stop);
        }

        (await Outbox.PruneAsync(Start.AddDays(-1), Stop)).Should().Be(2);

        (await Outbox.GetDepthAsync(Start, Stop)).Should().BeEquivalentTo(new OutboxDepth(1, 0, null, new Dictionary<string, DateTimeOffset>()));
        (await Outbox.PruneAsync(Start.AddDays(1), Stop)).Should().Be(1);
    }

    private Task<bool> AddAsync(params Notification[] notifications) => Alerts.CommitAsync(new AlertCommit { Notifications = notifications }, Stop);

    private Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(DateTimeOffset now) => Outbox.ClaimAsync(new OutboxClaim(now, 100, Lease, []), Stop);
}
