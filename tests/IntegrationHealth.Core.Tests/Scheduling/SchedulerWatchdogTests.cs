using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Scheduling;
using Microsoft.Extensions.Logging.Testing;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class SchedulerWatchdogTests : IDisposable
{
    private readonly FakeLogger<SchedulerWatchdog> _log = new();
    private readonly SchedulerHeartbeat _heartbeat = new();
    private readonly StartupCompletion _startup = new();
    private readonly SchedulerWatchdog _watchdog;

    public SchedulerWatchdogTests() => _watchdog = new SchedulerWatchdog(_heartbeat, _startup, new InProcessCheckQueue(TimeProvider.System), TimeProvider.System, _log);

    public void Dispose() => _watchdog.Dispose();

    [Fact]
    public void Look_SchedulerStandsStill_SaysSoOnceAfterHalfAMinute_AndThatItGoesOn()
    {
        _startup.Complete();
        Beat();
        Look(times: 6);
        Said().Should().BeEmpty("a look sees that the beat before it was new");

        Look(times: 10);
        Said().Should().Equal("SchedulerStandsStill");
        _log.LatestRecord.Message.Should().StartWith("The scheduler has stood still for 30 s");

        Beat();
        Look(times: 1);
        Said().Should().Equal("SchedulerStandsStill", "SchedulerGoesOn");
        _log.LatestRecord.Message.Should().Contain("75 s");
    }

    [Fact]
    public void Look_SchedulerGoesRound_IsSilent()
    {
        _startup.Complete();
        for (var round = 0; round < 20; round++)
        {
            Beat();
            Look(times: 5);
        }

        Said().Should().BeEmpty();
    }

    [Fact]
    public void Look_BeforeTheStartIsDone_IsSilent()
    {
        Look(times: 20);

        Said().Should().BeEmpty("a migration may take its time");
    }

    private void Beat() => _heartbeat.Beat(DateTimeOffset.UnixEpoch);

    private void Look(int times)
    {
        for (var look = 0; look < times; look++)
            _watchdog.Look();
    }

    private IEnumerable<string?> Said() => _log.Collector.GetSnapshot().Select(record => record.Id.Name);
}
