using System.Threading.Channels;
using IntegrationHealth.Realtime;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using Microsoft.Extensions.Logging.Testing;

namespace IntegrationHealth.Tests.Realtime;

public sealed class HealthEventPublisherTests
{
    private readonly FakeLogger<HealthEventPublisher> _logger = new();
    private readonly CommitWaiters _waiters = new();

    [Fact]
    public async Task Publish_OneSubscriberThrows_TheOthersAreTold()
    {
        var told = new Recorder();
        using var publisher = new HealthEventPublisher([new Thrower(), told], _waiters, new LastCommit(TimeProvider.System), _logger);
        await publisher.StartAsync(CancellationToken.None);

        publisher.Publish([Change("one")]);
        publisher.Publish([Change("two")]);

        (await told.ReadAsync(2)).Should().Equal("one", "two");
        _logger.Collector.GetSnapshot().Should().HaveCount(2).And.OnlyContain(record => record.Id.Name == "SubscriberThrew");
        await publisher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Publish_SubscriberTooSlow_DropsTheOldestNewsAndNeverWaits()
    {
        var slow = new Recorder { Gate = new TaskCompletionSource() };
        using var publisher = new HealthEventPublisher([slow], _waiters, new LastCommit(TimeProvider.System), _logger);
        await publisher.StartAsync(CancellationToken.None);
        publisher.Publish([Change("first")]);
        await slow.ReadAsync(1);

        for (var commit = 0; commit < (NewsLine<int>.MaxWaiting / 1_000) + 10; commit++)
            publisher.Publish([.. Enumerable.Range(0, 1_000).Select(number => Change($"{commit}-{number}"))]);
        slow.Gate.SetResult();

        (await slow.ReadAsync(NewsLine<int>.MaxWaiting))[0].Should().Be("10-0", "the ten oldest were dropped");
        _logger.Collector.GetSnapshot().Should().HaveCount(10).And.OnlyContain(record => record.Id.Name == "NewsDropped");
        await publisher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void NextCommit_Committed_ReleasesAllWhoWaitForIt()
    {
        using var publisher = new HealthEventPublisher([], _waiters, new LastCommit(TimeProvider.System), _logger);
        var (one, again, two) = (_waiters.NextCommit("one"), _waiters.NextCommit("one"), _waiters.NextCommit("two"));

        publisher.Publish([Change("one")]);

        (one.IsCompleted, again.IsCompleted, two.IsCompleted).Should().Be((true, true, false));
        _waiters.NextCommit("one").IsCompleted.Should().BeFalse("that is the commit after");
    }

    private static HealthEvent Change(string id) => new(FlowHost.Scripted(id), Given.New(id), Given.Healthy(id), Given.Success);

    private sealed class Thrower : IHealthEventSubscriber
    {
        public ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No.");
    }

    private sealed class Recorder : IHealthEventSubscriber
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

        public TaskCompletionSource? Gate { get; init; }

        public async ValueTask OnCommittedAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
        {
            foreach (var change in events)
                _told.Writer.TryWrite(change.Integration.Id);
            if (Gate is not null)
                await Gate.Task;
        }

        public async Task<List<string>> ReadAsync(int count)
        {
            var ids = new List<string>();
            while (ids.Count < count)
                ids.Add(await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
            return ids;
        }
    }
}
