using IntegrationHealth.Redis.Connections;
using IntegrationHealth.Redis.Scheduling;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Storage.Conformance.Queue;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Tests.Scheduling;

public sealed class RedisCheckQueueTests(SharedRedis redis) : SharedCheckQueueContract, IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private AgingClock _clock = null!;
    private RedisConnection _connection = null!;
    private RedisCheckQueue _queue = null!;

    protected override DateTimeOffset Now => _clock.Host.GetUtcNow();

    /// <summary>What passes on Redis' clock between the calls of a test, on a machine that has others to serve.</summary>
    protected override TimeSpan Precision => TimeSpan.FromSeconds(2.5);

    protected override ICheckQueue Queue => _queue;

    public async ValueTask InitializeAsync()
    {
        _clock = new AgingClock(AgeAsync);
        _connection = new RedisConnection(new RedisSettings(
            await redis.ConnectionStringAsync(Cancel), new RedisOptions { KeyPrefix = redis.NewPrefix() }));
        _queue = new RedisCheckQueue(_connection, _clock.Host);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    [Fact]
    public async Task ClaimAsync_RedisLostItsData_SaysSoUntilEverythingIsAddedAgain()
    {
        await Queue.AddAsync([new ScheduledCheck("one", Now.AddMinutes(1))], Cancel);
        (await Queue.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeFalse();

        await LoseAsync();

        (await Queue.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeTrue();
        await Queue.ScheduleAsync([new ScheduledCheck("two", Now.AddMinutes(1))], Cancel);
        (await Queue.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeTrue("one is still missing");
        await Queue.AddAsync([new ScheduledCheck("one", Now.AddMinutes(1))], Cancel);
        (await Queue.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeFalse();
    }

    /// <summary>What an eviction does, and a restore of a part.</summary>
    [Fact]
    public async Task ClaimAsync_DueTimesAloneAreLost_SaysSo()
    {
        await Queue.AddAsync([new ScheduledCheck("held", Now.AddSeconds(-1)), new ScheduledCheck("free", Now.AddMinutes(1))], Cancel);
        var lease = (await Queue.ClaimAsync(1, Lease, Cancel)).Leases.Single();
        await (await _connection.DatabaseAsync(Cancel)).KeyDeleteAsync(_connection.Settings.Key("due"));

        await Queue.CompleteAsync([new CheckCompletion(lease, TimeSpan.FromMinutes(1))], Cancel);

        (await Queue.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeTrue("what was given back does not stand for the rest");
    }

    /// <summary>As when Redis stood still for longer than the host waits: nobody would check what it leased.</summary>
    [Fact]
    public async Task Claim_ThatRedisComesToTooLate_TakesNothing()
    {
        await ScheduleAsync(("one", -1));
        RedisKey[] keys = [.. new[] { "due", "held", "origin", "asked", "token" }.Select(_connection.Settings.Key)];
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        var late = (RedisResult[])(await (await _connection.DatabaseAsync(Cancel)).ScriptEvaluateAsync(QueueScripts.Claim, keys, [10, 10_000, now - 60_000]))!;

        late.Should().HaveCount(4);
        ((string?)late[1]).Should().Be("late");
        (await ClaimIdsAsync()).Should().Equal("one");
    }

    [Fact]
    public async Task ClaimAsync_ClockOfTheHostSetBack_IsServedAllTheSame()
    {
        await ScheduleAsync(("one", -1));
        (await ClaimIdsAsync()).Should().Equal("one");
        var host = new FakeTimeProvider(Now) { AutoAdvanceAmount = TimeSpan.Zero };
        var queue = new RedisCheckQueue(_connection, host);
        await queue.ClaimAsync(1, Lease, Cancel);
        host.AdjustTime(Now.AddHours(-1));
        await ScheduleAsync(("two", -1));

        var claim = await queue.ClaimAsync(1, Lease, Cancel);

        claim.Leases.Single().IntegrationId.Should().Be("two");
        claim.Leases.Single().DueAt.Should().BeCloseTo(Now.AddHours(-1).AddSeconds(-1), Precision, "by the clock of the host");
    }

    [Fact]
    public async Task ClaimAsync_AnotherHostFilledRedisAfterALoss_SaysSoAllTheSame()
    {
        await Queue.AddAsync([new ScheduledCheck("one", Now.AddMinutes(1))], Cancel);
        await LoseAsync();
        var other = new RedisCheckQueue(_connection, _clock.Host);
        await other.AddAsync([new ScheduledCheck("one", Now.AddMinutes(1))], Cancel);

        (await Queue.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeTrue("the other may have died before it was done");
        (await other.ClaimAsync(1, Lease, Cancel)).IsLost.Should().BeFalse();
    }

    [Fact]
    public async Task CompleteAsync_LeaseOfBeforeTheLoss_IsLost()
    {
        await Queue.ScheduleAsync([new ScheduledCheck("one", Now.AddSeconds(-1))], Cancel);
        var before = (await Queue.ClaimAsync(1, Lease, Cancel)).Leases.Single();
        await LoseAsync();
        await Queue.ScheduleAsync([new ScheduledCheck("one", Now.AddSeconds(-1))], Cancel);
        var after = (await Queue.ClaimAsync(1, Lease, Cancel)).Leases.Single();

        after.Token.Should().BeGreaterThan(before.Token, "tokens go on from the clock");
        (await Queue.CompleteAsync([new CheckCompletion(before, TimeSpan.Zero)], Cancel)).Should().Equal("one");
        (await Queue.CompleteAsync([new CheckCompletion(after, TimeSpan.FromMinutes(1))], Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task Keys_AfterEverythingIsCompleted_HoldNothingButDueTimes()
    {
        await Queue.ScheduleAsync([.. Enumerable.Range(0, 100).Select(n => new ScheduledCheck($"i{n}", Now.AddSeconds(-1)))], Cancel);
        var first = (await Queue.ClaimAsync(100, Lease, Cancel)).Leases;
        await Queue.ScheduleAsync([new ScheduledCheck("i1", Now)], Cancel);
        await Queue.CompleteAsync([.. first.Select(lease => new CheckCompletion(lease, TimeSpan.Zero, PutOff: true))], Cancel);
        var second = (await Queue.ClaimAsync(100, Lease, Cancel)).Leases;
        await Queue.CompleteAsync([.. second.Select(lease => new CheckCompletion(lease, TimeSpan.FromMinutes(1)))], Cancel);

        var database = await _connection.DatabaseAsync(Cancel);
        (await database.HashKeysAsync(_connection.Settings.Key("held"))).Should().Equal(RedisValue.EmptyString);
        foreach (var key in new[] { "origin", "asked" })
            (await database.KeyExistsAsync(_connection.Settings.Key(key))).Should().BeFalse(key);
        (await database.SortedSetLengthAsync(_connection.Settings.Key("due"))).Should().Be(101, "the generation stands there, too");
    }

    [Fact]
    public void Keys_OfOnePrefix_AreInOneSlotOfACluster()
    {
        var settings = new RedisSettings("localhost:1", new RedisOptions { KeyPrefix = "app" });

        new[] { "due", "held" }.Select(name => (string)settings.Key(name)!).Should().OnlyContain(key => key.StartsWith("{app}:", StringComparison.Ordinal));
    }

    protected override Task PassAsync(TimeSpan time) => _clock.PassAsync(time);

    private async Task LoseAsync()
    {
        var database = await _connection.DatabaseAsync(Cancel);
        foreach (var name in new[] { "due", "held", "origin", "asked", "token" })
            await database.KeyDeleteAsync(_connection.Settings.Key(name));
    }

    /// <summary>Moves every time in Redis.</summary>
    private async Task AgeAsync(TimeSpan by)
    {
        const string Script = """
            local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
            for i = 1, #all, 2 do if all[i] ~= '' then redis.call('ZADD', KEYS[1], string.format('%.0f', tonumber(all[i + 1]) - ARGV[1]), all[i]) end end
            for k = 2, 4 do
              local all = redis.call('HGETALL', KEYS[k])
              for i = 1, #all, 2 do
                local prefix, at = string.match(all[i + 1], '^(.-)(%d+)$')
                if prefix then redis.call('HSET', KEYS[k], all[i], prefix .. string.format('%.0f', tonumber(at) - ARGV[1])) end
              end
            end
            return 0
            """;
        RedisKey[] keys = [.. new[] { "due", "held", "origin", "asked" }.Select(_connection.Settings.Key)];
        await (await _connection.DatabaseAsync(Cancel)).ScriptEvaluateAsync(Script, keys, [(long)Math.Ceiling(by.TotalMilliseconds)]);
    }
}
