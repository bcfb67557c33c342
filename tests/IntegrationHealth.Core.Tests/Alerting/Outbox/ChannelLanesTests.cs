using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Tests.Alerting.Channels;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Alerting.Outbox;

/// <summary>Places in lines: what is committed here may take them only where it pushes ahead of nobody.</summary>
public sealed class ChannelLanesTests : IDisposable
{
    private const int Places = 1_000;

    private readonly FakeTimeProvider _time = new(Messages.Noon);
    private readonly OutboxSignal _signal;
    private readonly ChannelLanes _lanes;
    private readonly TaskCompletionSource _release = new();

    public ChannelLanesTests()
    {
        _signal = new OutboxSignal(_time);
        _lanes = new ChannelLanes(_signal, _time);
    }

    public void Dispose() => _signal.Dispose();

    [Fact]
    public void Keep_BeforeTheOutboxWasClaimedToItsEnd_KeepsNothing()
    {
        Keep("a").Should().Be(0, "nobody delivers yet");
        _lanes.Open(DeliverAsync);
        Keep("a").Should().Be(0, "others may wait since before the start");
        Claim(all: false);
        Keep("a").Should().Be(0, "there may be more");

        Claim(all: true);

        Keep("a").Should().Be(1);
        Keep("other").Should().Be(1);
    }

    [Fact]
    public void Keep_MoreThanTheLineHolds_KeepsAsManyAsItHolds()
    {
        Open();
        var many = Enumerable.Range(0, Places + 7).Select(index => DeliveryBench.Notification($"n{index}")).ToArray();

        using var places = _lanes.Keep([.. many, DeliveryBench.Notification("elsewhere", "other")], _time.GetUtcNow());

        places.NotificationIds.Should().BeEquivalentTo([.. many.Take(Places).Select(one => one.Id), "elsewhere"]);
    }

    [Fact]
    public void Keep_AfterSomeHadNoPlace_KeepsNothingUntilThoseAreClaimed()
    {
        Open();
        using (var places = _lanes.Keep([.. Enumerable.Range(0, Places + 1).Select(index => DeliveryBench.Notification($"n{index}"))], _time.GetUtcNow()))
            places.NotificationIds.Should().HaveCount(Places);

        Keep("ops").Should().Be(0, "one waits in the outbox, and would for ever");
        Keep("other").Should().Be(1);
        Claim(all: false);
        Keep("ops").Should().Be(0);
        Claim(all: true);
        Keep("ops").Should().Be(1, "places that were not filled are free again");
    }

    [Fact]
    public void Keep_SomeHadNoPlaceWhileAClaimWasUnderWay_KeepsNothingUntilTheNext()
    {
        Open();
        _lanes.BeginClaim(_time.GetUtcNow());
        _lanes.Keep([.. Enumerable.Range(0, Places + 1).Select(index => DeliveryBench.Notification($"n{index}"))], _time.GetUtcNow()).Dispose();
        _lanes.EndClaim([], all: true);

        Keep("ops").Should().Be(0);
        Claim(all: true);
        Keep("ops").Should().Be(1);
    }

    [Fact]
    public void Keep_WhileWhatMayWaitIsClaimed_KeepsNothing()
    {
        Open();
        _lanes.Keep([.. Enumerable.Range(0, Places + 1).Select(index => DeliveryBench.Notification($"n{index}"))], _time.GetUtcNow()).Dispose();

        _lanes.BeginClaim(_time.GetUtcNow()).Should().BeEmpty();

        Keep("ops").Should().Be(0);
        Keep("other").Should().Be(1);
    }

    [Fact]
    public void Keep_LineFilledByPlaces_IsNotClaimedFor()
    {
        Open();
        var places = _lanes.Keep([.. Enumerable.Range(0, Places).Select(index => DeliveryBench.Notification($"n{index}"))], _time.GetUtcNow());
        _lanes.BeginClaim(_time.GetUtcNow()).Should().Equal("ops");
        _lanes.EndClaim([], all: true);
        places.Dispose();
        Keep("ops").Should().Be(0, "nothing was claimed for it, so nobody knows");
        _lanes.BeginClaim(_time.GetUtcNow()).Should().BeEmpty();
    }

    [Fact]
    public void Keep_NotDueYet_KeepsNothing()
    {
        Open();

        using var places = _lanes.Keep(
            [DeliveryBench.Notification("later", dueAt: _time.GetUtcNow().AddSeconds(1)), DeliveryBench.Notification("now")], _time.GetUtcNow());

        places.NotificationIds.Should().Equal("now");
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("fails")]
    [InlineData("over its rate")]
    public async Task Keep_ChannelThatCannotBeSentTo_KeepsNothing(string why)
    {
        _lanes.Open((lane, _) =>
        {
            switch (why)
            {
                case "paused":
                    lane.PauseFor(TimeSpan.FromMinutes(1));
                    break;
                case "fails":
                    lane.Report(works: false, null);
                    break;
                default:
                    while (lane.PutOffUntil(perMinute: 6) is null)
                    {
                    }

                    break;
            }

            _release.TrySetResult();
            return Task.CompletedTask;
        });
        Claim(all: true);
        _lanes.EndClaim([Claimed("n")], all: true);
        await _release.Task;

        Keep("ops").Should().Be(0);
        Keep("other").Should().Be(1);
    }

    [Fact]
    public async Task Close_WhileACommitIsUnderWay_WaitsForWhatItBrings()
    {
        var delivered = new List<string>();
        _lanes.Open((_, notification) =>
        {
            delivered.Add(notification.Notification.Id);
            return Task.CompletedTask;
        });
        Claim(all: true);
        var places = _lanes.Keep([DeliveryBench.Notification("n"), DeliveryBench.Notification("refused")], _time.GetUtcNow());

        var closing = _lanes.CloseAsync();
        closing.IsCompleted.Should().BeFalse();
        Keep("other").Should().Be(0, "the host stops");
        places.Fill([Claimed("n")]);
        places.Dispose();
        await closing;

        delivered.Should().Equal("n");
    }

    private void Open()
    {
        _lanes.Open(DeliverAsync);
        Claim(all: true);
    }

    private void Claim(bool all)
    {
        _lanes.BeginClaim(_time.GetUtcNow());
        _lanes.EndClaim([], all);
    }

    /// <summary>How many places there are for one more.</summary>
    private int Keep(string channelId)
    {
        using var places = _lanes.Keep([DeliveryBench.Notification("one-more", channelId)], _time.GetUtcNow());
        return places.NotificationIds.Count;
    }

    private ClaimedNotification Claimed(string id) => new(DeliveryBench.Notification(id), 1, 1, _time.GetUtcNow().AddMinutes(1));

    private Task DeliverAsync(ChannelLane lane, ClaimedNotification notification) => _release.Task;
}
