using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Storage.Conformance.Queue;

/// <summary>A due queue beside a list that does the same slowly. Queues other than the in-process one may inherit it, too.</summary>
public abstract class CheckQueueModel
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Entry> _model = [];
    private readonly List<CheckLease> _leases = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract DateTimeOffset Now { get; }

    protected abstract ICheckQueue Queue { get; }

    protected virtual int Steps => 2_000;

    protected abstract Task PassAsync(TimeSpan time);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AnyCalls_InAnyOrder_AgreeWithANaiveList(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(8))
            {
                case 0 or 1: await ScheduleAsync(random); break;
                case 2: await RemoveAsync(random); break;
                case 3 or 4: await ClaimAsync(random.Next(1, 8)); break;
                case 5 or 6: await CompleteAsync(random); break;
                default: await PassAsync(TimeSpan.FromSeconds(random.Next(0, 8))); break;
            }

            var depth = await Queue.GetDepthAsync(Cancel);
            depth.Scheduled.Should().Be(_model.Count);
            depth.Leased.Should().Be(_model.Values.Count(entry => entry.LeasedUntil > Now));
            depth.OldestDueAt.Should().Be(_model.Count == 0 ? null : _model.Values.Min(entry => entry.ClaimableAt), $"step {step}");
            depth.OverdueSince.Should().Be(_model.Values.Where(IsOverdue).Min(entry => (DateTimeOffset?)entry.DueAt), $"step {step}");
        }
    }

    private bool IsOverdue(Entry entry) => entry.DueAt <= (entry.LeasedUntil > Now ? Now - CheckQueueDepth.UnderWay : Now);

    private DateTimeOffset SomeTime(Random random) => Now.AddSeconds(random.Next(-5, 30)).AddMilliseconds(random.Next(1, 1_000));

    private async Task ScheduleAsync(Random random)
    {
        var check = new ScheduledCheck($"i{random.Next(30)}", SomeTime(random));
        await Queue.ScheduleAsync([check], Cancel);
        var entry = _model.TryGetValue(check.IntegrationId, out var known) ? known : _model[check.IntegrationId] = new Entry { DueAt = check.DueAt };
        if (entry.Token == 0)
            entry.DueAt = check.DueAt;
        else if (entry.Asked is null || check.DueAt < entry.Asked)
            entry.Asked = check.DueAt;
    }

    private async Task RemoveAsync(Random random)
    {
        var id = $"i{random.Next(30)}";
        await Queue.RemoveAsync([id], Cancel);
        _model.Remove(id);
    }

    private async Task ClaimAsync(int max)
    {
        var expected = _model.Where(pair => pair.Value.ClaimableAt <= Now).OrderBy(pair => pair.Value.ClaimableAt).Take(max).ToArray();

        var claim = await Queue.ClaimAsync(max, Lease, Cancel);

        claim.Leases.Select(lease => _model[lease.IntegrationId].ClaimableAt).Should().Equal(expected.Select(pair => pair.Value.ClaimableAt));
        foreach (var lease in claim.Leases)
        {
            var entry = _model[lease.IntegrationId];
            lease.Token.Should().BeGreaterThan(entry.Token);
            lease.DueAt.Should().Be(entry.DueAt);
            (entry.Token, entry.LeasedUntil) = (lease.Token, Now + Lease);
            _leases.Add(lease);
        }
    }

    private async Task CompleteAsync(Random random)
    {
        if (_leases.Count == 0)
            return;
        var lease = _leases[random.Next(_leases.Count)];
        var next = SomeTime(random);
        var held = _model.TryGetValue(lease.IntegrationId, out var entry) && entry.Token == lease.Token;

        var lost = await Queue.CompleteAsync([new CheckCompletion(lease, next - Now)], Cancel);

        lost.Should().HaveCount(held ? 0 : 1);
        if (!held)
            return;
        entry!.DueAt = entry.Asked < next ? entry.Asked.Value : next;
        (entry.Token, entry.LeasedUntil, entry.Asked) = (0, null, null);
    }

    private sealed class Entry
    {
        public DateTimeOffset DueAt { get; set; }

        public DateTimeOffset? Asked { get; set; }

        public DateTimeOffset? LeasedUntil { get; set; }

        public long Token { get; set; }

        public DateTimeOffset ClaimableAt => LeasedUntil ?? DueAt;
    }
}
