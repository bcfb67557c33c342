using IntegrationHealth.Scheduling;
using IntegrationHealth.Storage.Conformance.Queue;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Storage.PostgreSql.Tests.Scheduling;

public sealed class PostgreSqlCheckQueueTests(SharedServer server) : SharedCheckQueueContract, IAsyncLifetime
{
    private AgingClock _clock = null!;
    private string _database = "";
    private ServiceProvider _host = null!;

    protected override DateTimeOffset Now => _clock.Host.GetUtcNow();

    /// <summary>What passes on the server's clock between the calls of a test, on a machine that has others to serve.</summary>
    protected override TimeSpan Precision => TimeSpan.FromSeconds(2.5);

    protected override ICheckQueue Queue => _host.GetRequiredService<ICheckQueue>();

    public async ValueTask InitializeAsync()
    {
        _clock = new AgingClock(AgeAsync);
        _database = await server.CreateDatabaseAsync(Cancel);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock.Host);
        new TestHost.Builder(services).UsePostgreSql(_database).UsePostgreSqlQueue();
        _host = services.BuildServiceProvider();
        await _host.GetRequiredService<IStorageInitializer>().InitializeAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    protected override Task PassAsync(TimeSpan time) => _clock.PassAsync(time);

    /// <summary>Probes come from many sides, and each would read the whole table.</summary>
    [Fact]
    public async Task Depth_TookTwentyMilliseconds_StandsForTwoSeconds()
    {
        var clock = new SlowClock();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock);
        new TestHost.Builder(services).UsePostgreSql(_database).UsePostgreSqlQueue();
        await using var host = services.BuildServiceProvider();
        var queue = host.GetRequiredService<ICheckQueue>();
        await queue.AddAsync([new ScheduledCheck("a", clock.GetUtcNow())], Cancel);
        (await queue.GetDepthAsync(Cancel)).Scheduled.Should().Be(1);
        await queue.AddAsync([new ScheduledCheck("b", clock.GetUtcNow())], Cancel);

        (await queue.GetDepthAsync(Cancel)).Scheduled.Should().Be(1, "it was just counted");
        clock.Advance(TimeSpan.FromSeconds(2));
        (await queue.GetDepthAsync(Cancel)).Scheduled.Should().Be(2);
    }

    private Task AgeAsync(TimeSpan by)
    {
        var wait = FormattableString.Invariant($"interval '{by.TotalMilliseconds} milliseconds'");
        return TestSql.RunAsync(_database, $"""
            update integration_health_queue set next_check_at = next_check_at - {wait}, waiting_since = waiting_since - {wait},
                asked_at = asked_at - {wait}, lease_until = lease_until - {wait}
            """);
    }

    /// <summary>Between two looks at it twenty milliseconds pass.</summary>
    private sealed class SlowClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero))
    {
        private long _looks;

        public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Increment(ref _looks) * 20 * TimestampFrequency / 1_000);
    }
}
