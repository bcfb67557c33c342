using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.InMemory;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Deliver_FarEndFailsTwentyTimes_AcceptsTheTwentyFirstWithTheSameId()
    {
        await using var bench = await DeliveryBench.StartAsync();
        bench.Far.Answer = (_, _, _) => Task.FromResult(bench.Far.Attempts.Count <= 20 ? DeliveryOutcome.Retry("HTTP 503") : DeliveryOutcome.Delivered("HTTP 200"));

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(20), TimeSpan.FromHours(24));

        bench.Far.Attempts.Should().HaveCount(21).And.OnlyContain(attempt => attempt.Id == "ntf_1");
        bench.Far.Accepted.Should().ContainSingle();
    }

    [Fact]
    public async Task Deliver_WhatAnAttemptGotDone_ComesBackWithTheNext()
    {
        await using var bench = await DeliveryBench.StartAsync();
        var seen = new List<string?>();
        bench.Far.Answer = (_, message, _) =>
        {
            seen.Add(message.Progress);
            return Task.FromResult(seen.Count < 3
                ? DeliveryOutcome.Retry("HTTP 503") with { Progress = seen.Count == 1 ? "half" : null }
                : DeliveryOutcome.Delivered("HTTP 200"));
        };

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(20), TimeSpan.FromHours(24));

        seen.Should().Equal(null, "half", "half");
    }

    [Fact]
    public async Task Deliver_ShadowModeEndsByReload_SendsWhatWaited()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("IntegrationHealth:Shadow", "true")]).Build();
        await using var bench = await DeliveryBench.StartAsync(
            new FakeTimeProvider(Messages.Noon), new RecordingChannel(), new InMemoryState(),
            health => health.AddNotificationChannel(DeliveryBench.Channel("ops")), configuration);
        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        var until = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        await bench.UntilAsync(() => bench.Time.GetUtcNow() > until, "ten seconds pass");
        bench.Far.Attempts.Should().BeEmpty();

        configuration["IntegrationHealth:Shadow"] = "false";
        configuration.Reload();
        await bench.UntilEmptyAsync();

        bench.Far.Accepted.Should().ContainSingle().Which.Id.Should().Be("ntf_1");
    }

    [Fact]
    public async Task Deliver_FarEndNeverAccepts_IsTriedForMoreThanADayThenKeptForAReplayWithTheSameId()
    {
        await using var bench = await DeliveryBench.StartAsync();
        DateTimeOffset last = default;
        bench.Far.Answer = (_, _, _) =>
        {
            last = bench.Time.GetUtcNow();
            return Task.FromResult(DeliveryOutcome.Retry("HTTP 503"));
        };
        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));

        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(30), TimeSpan.FromDays(3));

        (last - Messages.Noon).Should().BeGreaterThan(TimeSpan.FromHours(24));
        bench.Far.Attempts.Should().HaveCount(RetrySchedule.MaxAttempts);
        var dead = (await bench.Outbox.ListDeadAsync(10, CancellationToken.None)).Should().ContainSingle().Subject;
        dead.Detail.Should().Be("HTTP 503");
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Delivered("HTTP 200"));
        (await bench.Outbox.ReplayAsync("ntf_1", bench.Time.GetUtcNow(), CancellationToken.None)).Should().BeTrue();
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(10));
        bench.Far.Accepted.Should().ContainSingle().Which.Id.Should().Be("ntf_1");
    }

    /// <summary>Fault 2: the far end has it, and the host dies before that is written down.</summary>
    [Fact]
    public async Task Fault2_DiesBeforeTheEndIsRecorded_SendsOnceMoreWithTheSameId()
    {
        var (time, far, state) = (new FakeTimeProvider(Messages.Noon), new RecordingChannel(), new InMemoryState());
        var dying = await DeliveryBench.StartAsync(time, far, state, health =>
        {
            health.AddNotificationChannel(DeliveryBench.Channel("ops"));
            health.Services.Replace(ServiceDescriptor.Singleton<INotificationOutbox>(new ForgetfulOutbox(new InMemoryNotificationOutbox(state))));
        });
        await dying.PutAsync(DeliveryBench.Notification("ntf_1"));
        await dying.UntilAsync(() => far.Accepted.Count == 1, "the far end has it");
        await dying.DisposeAsync();

        await using var next = await DeliveryBench.StartAsync(time, far, state, health => health.AddNotificationChannel(DeliveryBench.Channel("ops")));
        await next.UntilEmptyAsync();

        far.Accepted.Should().Equal(("ops", "ntf_1"), ("ops", "ntf_1"));
        (time.GetUtcNow() - Messages.Noon).Should().BeGreaterThan(NotificationDispatcher.Lease - TimeSpan.FromSeconds(1), "not before the lease has ended");
    }

    /// <summary>Claims, and loses what became of it.</summary>
    private sealed class ForgetfulOutbox(INotificationOutbox inner) : INotificationOutbox
    {
        public Task<IReadOnlyList<ClaimedNotification>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken) => inner.ClaimAsync(claim, cancellationToken);

        public Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<DeliveryCompletion> completions, CancellationToken cancellationToken) =>
            throw new IOException("The process has ended.");

        public Task<OutboxDepth> GetDepthAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetDepthAsync(now, cancellationToken);

        public Task<IReadOnlyList<DeadNotification>> ListDeadAsync(int limit, CancellationToken cancellationToken) => inner.ListDeadAsync(limit, cancellationToken);

        public Task<bool> ReplayAsync(string id, DateTimeOffset dueAt, CancellationToken cancellationToken) => inner.ReplayAsync(id, dueAt, cancellationToken);

        public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PruneAsync(before, cancellationToken);
    }

    [Fact]
    public async Task Deliver_OneFarEndAnswersInFiveMinutes_TheOthersAreNotDelayed()
    {
        await using var bench = await DeliveryBench.StartAsync("slow", "quick");
        bench.Far.Answer = async (channel, _, cancellationToken) =>
        {
            if (channel == "slow")
                await Task.Delay(TimeSpan.FromMinutes(5), bench.Time, cancellationToken);
            return DeliveryOutcome.Delivered("taken");
        };
        // The slow one's come first, and are more than one claim holds.
        await bench.PutAsync([.. Enumerable.Range(0, 1_000).Select(index => DeliveryBench.Notification($"slow_{index}", "slow")),
            .. Enumerable.Range(0, 100).Select(index => DeliveryBench.Notification($"quick_{index}", "quick"))]);

        await bench.UntilAsync(() => bench.Far.Accepted.Count(attempt => attempt.Channel == "quick") == 100, "the quick one has all before the slow one answers once", limit: TimeSpan.FromMinutes(4));

        bench.Far.Accepted.Should().NotContain(attempt => attempt.Channel == "slow");
        bench.Far.Attempts.Should().Contain(attempt => attempt.Channel == "slow");
    }

    [Fact]
    public async Task Deliver_FarEndNeverAnswers_EndsAtTheTimeoutAndIsTriedAgain()
    {
        await using var bench = await DeliveryBench.StartAsync();
        bench.Far.Answer = async (_, _, cancellationToken) =>
        {
            if (bench.Far.Attempts.Count == 1)
                await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
            return DeliveryOutcome.Delivered("taken");
        };

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(1));

        bench.Far.Attempts.Should().HaveCount(2);
    }

    [Fact]
    public async Task Deliver_ThousandAtOnce_AllArriveOnce()
    {
        await using var bench = await DeliveryBench.StartAsync();

        await bench.PutAsync([.. Enumerable.Range(0, 1_000).Select(index => DeliveryBench.Notification($"ntf_{index}"))]);
        await bench.UntilEmptyAsync();

        bench.Far.Attempts.Should().HaveCount(1_000);
        bench.Far.Accepted.Select(attempt => attempt.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Deliver_TwoHosts_SendEachOnce()
    {
        await using var bench = await DeliveryBench.StartAsync();
        await using var other = await bench.StartAnotherAsync();

        for (var round = 0; round < 5; round++)
        {
            await bench.PutAsync([.. Enumerable.Range(0, 300).Select(index => DeliveryBench.Notification($"ntf_{round}_{index}"))]);
            other.Services.GetRequiredService<OutboxSignal>().Raise();
        }

        await bench.UntilEmptyAsync();
        bench.Far.Attempts.Select(attempt => attempt.Id).Should().OnlyHaveUniqueItems().And.HaveCount(1_500);
    }

    [Fact]
    public async Task Deliver_SameGroup_KeepsItsOrderThoughTheFirstFails()
    {
        await using var bench = await DeliveryBench.StartAsync();
        bench.Far.Answer = (_, message, _) => Task.FromResult(
            message.Id == "firing" && bench.Far.CountOf("firing") < 3 ? DeliveryOutcome.Retry("HTTP 500") : DeliveryOutcome.Delivered("taken"));

        await bench.PutAsync(DeliveryBench.Notification("firing", orderKey: "group"), DeliveryBench.Notification("resolved", orderKey: "group"),
            DeliveryBench.Notification("other"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(1));

        bench.Far.Accepted.Select(attempt => attempt.Id).Should().ContainInOrder("firing", "resolved");
        bench.Far.Accepted.First().Id.Should().Be("other");
    }

    [Fact]
    public async Task Deliver_FarEndAsksToWait_NothingIsSentBefore()
    {
        await using var bench = await DeliveryBench.StartAsync();
        var times = new List<DateTimeOffset>();
        bench.Far.Answer = (_, _, _) =>
        {
            times.Add(bench.Time.GetUtcNow());
            return Task.FromResult(times.Count == 1 ? DeliveryOutcome.Retry("HTTP 429", TimeSpan.FromMinutes(10)) : DeliveryOutcome.Delivered("taken"));
        };
        await bench.PutAsync(DeliveryBench.Notification("first"));
        await bench.UntilAsync(() => times.Count == 1, "the first was tried");

        await bench.PutAsync(DeliveryBench.Notification("second"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(1));

        times.Skip(1).Should().HaveCount(2).And.OnlyContain(at => at >= times[0] + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Deliver_RateOfTheChannel_IsKept()
    {
        var time = new FakeTimeProvider(Messages.Noon);
        await using var bench = await DeliveryBench.StartAsync(time, new RecordingChannel(), new InMemoryState(),
            health => health.AddNotificationChannel(DeliveryBench.Channel("ops", perMinute: 30)));
        var times = new List<DateTimeOffset>();
        bench.Far.Answer = (_, _, _) =>
        {
            lock (times)
                times.Add(time.GetUtcNow());
            return Task.FromResult(DeliveryOutcome.Delivered("taken"));
        };

        await bench.PutAsync([.. Enumerable.Range(0, 100).Select(index => DeliveryBench.Notification($"ntf_{index}"))]);
        await bench.UntilEmptyAsync();

        bench.Far.Attempts.Should().HaveCount(100);
        // The bench's clock may go on between the leave to send and the sending.
        foreach (var at in times)
            times.Count(other => other >= at && other < at + TimeSpan.FromMinutes(1)).Should().BeLessThanOrEqualTo(36);
        (times.Max() - times.Min()).Should().BeGreaterThan(TimeSpan.FromMinutes(3)).And.BeLessThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Deliver_ChannelThatFails_IsPausedInsteadOfBeingAskedAThousandTimes()
    {
        await using var bench = await DeliveryBench.StartAsync();
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Retry("HTTP 503"));

        await bench.PutAsync([.. Enumerable.Range(0, 1_000).Select(index => DeliveryBench.Notification($"ntf_{index}"))]);
        await bench.UntilAsync(() => bench.Time.GetUtcNow() > Messages.Noon + TimeSpan.FromMinutes(5), "five minutes pass", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

        bench.Far.Attempts.Count.Should().BeLessThan(60);
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Delivered("HTTP 200"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(1));
        bench.Far.Accepted.Should().HaveCount(1_000);
    }

    [Fact]
    public async Task Deliver_CodeOfTheChannelThrows_TheOthersGoOut()
    {
        await using var bench = await DeliveryBench.StartAsync();
        bench.Far.Answer = (_, message, _) => message.Id == "poison" ? throw new InvalidOperationException("boom") : Task.FromResult(DeliveryOutcome.Delivered("taken"));

        await bench.PutAsync(DeliveryBench.Notification("poison"), DeliveryBench.Notification("one"), DeliveryBench.Notification("two"));
        // That they were taken is written down a moment later.
        await bench.UntilAsync(async () => (await bench.DepthAsync()).Waiting == 1, "the others go out");

        bench.Far.Accepted.Select(accepted => accepted.Id).Should().BeEquivalentTo("one", "two");
    }

    [Fact]
    public async Task Deliver_RejectedOrToAnOwnerWhoOptedOut_IsGivenUpAtOnce()
    {
        await using var bench = await DeliveryBench.StartAsync();
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Rejected("HTTP 400: invalid_payload"));

        await bench.PutAsync(DeliveryBench.Notification("rejected"), DeliveryBench.Notification("nobody", "owner:alice"));
        await bench.UntilEmptyAsync();

        (await bench.Outbox.ListDeadAsync(10, CancellationToken.None)).Select(dead => dead.Detail).Should().BeEquivalentTo(
            "HTTP 400: invalid_payload", "There is no such channel any more.");
    }

    [Fact]
    public async Task Deliver_Ends_AreInTheTimeline()
    {
        await using var bench = await DeliveryBench.StartAsync();
        var store = bench.Services.GetRequiredService<IAlertStore>();
        var alert = Messages.Alert() with { Version = 1 };
        await store.CommitAsync(new AlertCommit { Alerts = [new AlertChange(alert.Id, 0, alert, [])] }, CancellationToken.None);
        bench.Far.Answer = (_, _, _) => Task.FromResult(bench.Far.Attempts.Count < 6 ? DeliveryOutcome.Retry("HTTP 503") : DeliveryOutcome.Delivered("HTTP 200: thanks"));

        await bench.PutAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(1));

        var timeline = await store.GetTimelinesAsync([alert.Id], CancellationToken.None);
        timeline.Select(step => step.Kind).Should().Equal(
            AlertEventKind.NotificationFailed, AlertEventKind.NotificationFailed, AlertEventKind.NotificationFailed, AlertEventKind.Notified);
        timeline[^1].Should().Match<AlertEvent>(step => step.ChannelId == "ops" && step.Detail == "HTTP 200: thanks");
    }

    [Fact]
    public async Task Stop_WithMuchWaiting_FinishesWhatIsUnderWayAndGivesTheRestBackAtOnce()
    {
        var bench = await DeliveryBench.StartAsync();
        var release = new TaskCompletionSource();
        bench.Far.Answer = async (_, _, _) =>
        {
            await release.Task;
            return DeliveryOutcome.Delivered("taken");
        };
        await bench.PutAsync([.. Enumerable.Range(0, 200).Select(index => DeliveryBench.Notification($"ntf_{index}"))]);
        await bench.UntilAsync(() => !bench.Far.Attempts.IsEmpty, "something is under way");

        var stopping = bench.StopAsync();
        release.SetResult();
        await stopping;

        bench.Far.Accepted.Should().HaveCount(bench.Far.Attempts.Count);
        var claimed = await bench.Outbox.ClaimAsync(new OutboxClaim(bench.Time.GetUtcNow(), 500, TimeSpan.FromMinutes(1), []), CancellationToken.None);
        (claimed.Count + bench.Far.Accepted.Count).Should().Be(200);
        await bench.DisposeAsync();
    }

    [Fact]
    public async Task SwitchOff_FarEndIsGone_OtherChannelsAreTold()
    {
        await using var bench = await DeliveryBench.StartAsync("gone", "other");
        bench.Far.Answer = (channel, _, _) => Task.FromResult(channel == "gone" ? DeliveryOutcome.Gone("HTTP 410") : DeliveryOutcome.Delivered("taken"));

        await bench.PutAsync(DeliveryBench.Notification("ntf_1", "gone"));
        await bench.UntilAsync(() => bench.Far.Accepted.Any(attempt => attempt.Channel == "other"), "the other channel is told");
        await bench.PutAsync(DeliveryBench.Notification("ntf_2", "gone"));
        await bench.UntilAsync(() => bench.Time.GetUtcNow() > Messages.Noon + TimeSpan.FromMinutes(10), "time passes", TimeSpan.FromSeconds(5));

        bench.Far.Attempts.Where(attempt => attempt.Channel == "gone").Should().ContainSingle();
        (await bench.DepthAsync()).Waiting.Should().Be(1, "what waits for a channel that is off is kept");
    }

    [Fact]
    public async Task SwitchOff_NothingDeliveredForThreeDays_DisablesTheStoredChannelAndSaysWhy()
    {
        await using var bench = await DeliveryBench.StartAsync("other");
        var configuration = bench.Services.GetRequiredService<AlertConfiguration>();
        var channel = DeliveryBench.Channel("made") with { Origin = IntegrationHealth.Alerting.ConfigurationOrigin.Runtime };
        (await configuration.SaveAsync(ConfigurationKind.Channel, channel.Id, channel, IntegrationHealth.Alerting.StoredAlertingJson.Default.NotificationChannel, 0, null, CancellationToken.None))
            .Should().BeTrue();
        bench.Far.Answer = (id, _, _) => Task.FromResult(id == "made" ? DeliveryOutcome.Retry("HTTP 503") : DeliveryOutcome.Delivered("taken"));

        for (var day = 0; day < 4; day++)
        {
            await bench.PutAsync(DeliveryBench.Notification($"ntf_{day}", "made", dueAt: Messages.Noon + TimeSpan.FromDays(day)));
        }

        await bench.UntilAsync(() => configuration.FindChannel("made") is { Enabled: false }, "it is off", TimeSpan.FromMinutes(1), TimeSpan.FromDays(5));

        (bench.Time.GetUtcNow() - Messages.Noon).Should().BeGreaterThanOrEqualTo(TimeSpan.FromDays(3));
        configuration.FindChannel("made")!.DisabledReason.Should().Contain("3 days").And.Contain("HTTP 503");
        await bench.UntilAsync(() => bench.Far.Accepted.Any(attempt => attempt.Channel == "other"), "the other channel is told");
    }

    [Fact]
    public async Task Test_ChannelThatWasSwitchedOff_WorksAgainWhenItSucceeds()
    {
        await using var bench = await DeliveryBench.StartAsync("gone");
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Gone("HTTP 410"));
        await bench.PutAsync(DeliveryBench.Notification("ntf_1", "gone"));
        await bench.UntilEmptyAsync();
        await bench.PutAsync(DeliveryBench.Notification("ntf_2", "gone"));
        bench.Far.Answer = (_, _, _) => Task.FromResult(DeliveryOutcome.Delivered("HTTP 200: ok"));

        var outcome = await bench.Services.GetRequiredService<ChannelTester>().TestAsync("gone", CancellationToken.None);

        outcome.Should().Be(DeliveryOutcome.Delivered("HTTP 200: ok"));
        await bench.UntilEmptyAsync(TimeSpan.FromSeconds(1));
        bench.Far.Accepted.Should().Contain(attempt => attempt.Id == "ntf_2");
    }
}
