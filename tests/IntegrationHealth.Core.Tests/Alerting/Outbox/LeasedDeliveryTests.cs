using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.InMemory;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

/// <summary>What is leased to the committing host in the commit: sent at once, and in all else like what was claimed.</summary>
public sealed class LeasedDeliveryTests
{
    private readonly FakeTimeProvider _time = new(Messages.Noon);
    private readonly RecordingChannel _far = new();
    private readonly InMemoryState _state = new();
    private readonly WatchedOutbox _outbox;
    private readonly AnsweringAlertStore _alerts;

    public LeasedDeliveryTests()
    {
        _outbox = new WatchedOutbox(new InMemoryNotificationOutbox(_state));
        _alerts = new AnsweringAlertStore(new InMemoryAlertStore(_state));
    }

    [Fact]
    public async Task Commit_RoomInTheLine_IsSentWithoutAClaim()
    {
        await using var bench = await StartAsync();

        (await bench.CommitAsync(Many(300))).Should().BeTrue();
        await bench.UntilEmptyAsync();

        _far.Accepted.Select(attempt => attempt.Id).Should().OnlyHaveUniqueItems().And.HaveCount(300);
        _outbox.Claimed.Should().Be(0);
    }

    [Fact]
    public async Task Commit_MoreThanTheLineHolds_ClaimsTheRest()
    {
        await using var bench = await StartAsync();

        await bench.CommitAsync(Many(1_600));
        await bench.UntilEmptyAsync();

        _far.Attempts.Select(attempt => attempt.Id).Should().OnlyHaveUniqueItems().And.HaveCount(1_600);
        _outbox.Claimed.Should().Be(600);
    }

    [Fact]
    public async Task Commit_FarEndFails_IsTriedAgainLikeAnyOther()
    {
        await using var bench = await StartAsync();
        _far.Answer = (_, _, _) => Task.FromResult(_far.Attempts.Count == 1 ? DeliveryOutcome.Retry("HTTP 503") : DeliveryOutcome.Delivered("taken"));

        await bench.CommitAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync();

        _far.Attempts.Should().HaveCount(2).And.OnlyContain(attempt => attempt.Id == "ntf_1");
        _outbox.Claimed.Should().Be(1);
    }

    /// <summary>Killed between the commit and the delivery.</summary>
    [Fact]
    public async Task Commit_HostDiesBeforeItSends_AnotherSendsOnceWhenTheLeaseHasEnded()
    {
        var dying = await StartAsync();
        _alerts.Answer = _ => throw new IOException("The process has ended.");
        var committing = () => dying.CommitAsync(DeliveryBench.Notification("ntf_1"));
        await committing.Should().ThrowAsync<IOException>();
        var committed = _time.GetUtcNow();
        await dying.DisposeAsync();

        await using var next = await StartAsync();
        await next.UntilAsync(() => _time.GetUtcNow() >= committed + AlertCommitter.Lease - TimeSpan.FromSeconds(2), "most of the lease passes");
        _far.Attempts.Should().BeEmpty();
        await next.UntilEmptyAsync();

        _far.Attempts.Should().ContainSingle();
        (_time.GetUtcNow() - committed).Should().BeLessThan(TimeSpan.FromSeconds(65), "that is how long a kill delays at most");
    }

    /// <summary>The answer was lost, so nobody knows whether it was committed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commit_AnswerIsLost_IsSentOnceWhetherTriedAgainOrNot(bool again)
    {
        await using var bench = await StartAsync();
        _alerts.Answer = _ => throw new IOException("The connection was lost.");
        var committing = () => bench.CommitAsync(DeliveryBench.Notification("ntf_1"));
        await committing.Should().ThrowAsync<IOException>();

        _alerts.Answer = Task.FromResult;
        if (again)
            (await bench.CommitAsync(DeliveryBench.Notification("ntf_1"))).Should().BeTrue();
        await bench.UntilEmptyAsync();

        _far.Attempts.Should().ContainSingle();
    }

    [Fact]
    public async Task Commit_Refused_SendsNothingAndLeavesTheRoomFree()
    {
        await using var bench = await StartAsync();
        var outdated = new AlertChange("alert-1", 7, Messages.Alert() with { Version = 8 }, []);

        (await bench.Services.GetRequiredService<AlertCommitter>().CommitAsync(
            new AlertCommit { Alerts = [outdated], Notifications = Many(1_000) }, CancellationToken.None)).Should().BeFalse();

        (await bench.DepthAsync()).Waiting.Should().Be(0);
        await bench.CommitAsync(Many(1_000));
        await bench.UntilEmptyAsync();
        _far.Attempts.Should().HaveCount(1_000);
        _outbox.Claimed.Should().Be(0);
    }

    [Fact]
    public async Task Commit_ShadowModeBegan_LeasesNothing()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("IntegrationHealth:Shadow", "false")]).Build();
        await using var bench = await StartAsync(configuration);
        configuration["IntegrationHealth:Shadow"] = "true";
        configuration.Reload();

        await bench.CommitAsync(DeliveryBench.Notification("ntf_1"));

        _state.Alerts.NotificationsById["ntf_1"].State.Should().Be(NotificationState.Due, "another host may send it, or this one when shadow mode ends");
    }

    [Fact]
    public async Task Commit_ResolvedWhileTheFiringIsUnderWay_KeepsTheOrder()
    {
        await using var bench = await StartAsync();
        var release = new TaskCompletionSource();
        _far.Answer = async (_, message, _) =>
        {
            if (message.Id == "firing")
                await release.Task;
            return DeliveryOutcome.Delivered("taken");
        };

        await bench.CommitAsync(DeliveryBench.Notification("firing", orderKey: "group"));
        await bench.CommitAsync(DeliveryBench.Notification("resolved", orderKey: "group"), DeliveryBench.Notification("other"));
        await bench.UntilAsync(() => _far.Accepted.Count == 1, "the other is told");
        _far.Attempts.Select(attempt => attempt.Id).Should().BeEquivalentTo("firing", "other");
        release.SetResult();
        await bench.UntilEmptyAsync();

        _far.Accepted.Select(attempt => attempt.Id).Should().Equal("other", "firing", "resolved");
    }

    /// <summary>Others may claim it before the attempt would be over: it is given back, and claimed anew.</summary>
    [Fact]
    public async Task Commit_TookSoLongThatTheAttemptWouldOutlastTheLease_IsGivenBackFirst()
    {
        await using var bench = await StartAsync();
        _alerts.Answer = leased =>
        {
            _time.Advance(AlertCommitter.Lease - DeliveryRunner.AttemptTime + TimeSpan.FromMilliseconds(1));
            return Task.FromResult(leased);
        };

        await bench.CommitAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync();

        _far.Attempts.Should().ContainSingle();
        _outbox.Claimed.Should().Be(1);
    }

    [Fact]
    public async Task Commit_NoRoom_WakesTheDispatcher()
    {
        await using var bench = await StartAsync();
        // More than there is room for, and none of it is committed: the host does not know that nothing waits.
        bench.Services.GetRequiredService<ChannelLanes>().Keep(Many(1_001), _time.GetUtcNow()).Dispose();

        await bench.CommitAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilAsync(() => _far.Accepted.Count == 1, "it is told at once", TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(10));

        _outbox.Claimed.Should().Be(1);
    }

    [Fact]
    public async Task Stop_WhileACommitIsUnderWay_GivesBackWhatItLeases()
    {
        var bench = await StartAsync();
        var answered = new TaskCompletionSource();
        _alerts.Answer = async leased =>
        {
            await answered.Task;
            return leased;
        };
        var committing = bench.CommitAsync(DeliveryBench.Notification("ntf_1"));

        var stopping = bench.StopAsync();
        await bench.UntilAsync(() => !bench.HasRoom("other"), "the lines are closed");
        answered.SetResult();
        await committing;
        await stopping;

        _far.Attempts.Should().BeEmpty();
        (await _outbox.ClaimAsync(new OutboxClaim(_time.GetUtcNow(), 10, TimeSpan.FromMinutes(1), []), CancellationToken.None)).Should().ContainSingle();
        await bench.DisposeAsync();
    }

    [Fact]
    public async Task Commit_WithinARequest_NothingOfItStaysWithTheLine()
    {
        await using var bench = await StartAsync();
        var request = new AsyncLocal<string?>();
        string? seen = null;
        _far.Answer = (_, _, _) =>
        {
            seen = request.Value;
            return Task.FromResult(DeliveryOutcome.Delivered("taken"));
        };

        request.Value = "acknowledge";
        await bench.CommitAsync(DeliveryBench.Notification("ntf_1"));
        await bench.UntilEmptyAsync();

        _far.Accepted.Should().ContainSingle();
        seen.Should().BeNull();
    }

    /// <summary>A host whose line for <c>ops</c> has room.</summary>
    private async Task<DeliveryBench> StartAsync(IConfiguration? configuration = null)
    {
        var bench = await DeliveryBench.StartAsync(_time, _far, _state, health =>
        {
            health.AddNotificationChannel(DeliveryBench.Channel("ops"));
            health.Services.Replace(ServiceDescriptor.Singleton<INotificationOutbox>(_outbox));
            health.Services.Replace(ServiceDescriptor.Singleton<IAlertStore>(_alerts));
        }, configuration);
        await bench.UntilThereIsRoomAsync();
        return bench;
    }

    private static Notification[] Many(int count) => [.. Enumerable.Range(0, count).Select(index => DeliveryBench.Notification($"ntf_{index}"))];
}
