using IntegrationHealth.Endpoints.Health;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class ManualCheckLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryBegin_UnderWay_IsJoinedHoweverLongItTakes()
    {
        var limiter = new ManualCheckLimiter(_time, TimeSpan.FromMinutes(1));
        limiter.TryBegin("a", out _).Should().BeTrue();
        limiter.TryBegin("a", out _).Should().BeTrue();
        limiter.End("a");

        limiter.TryBegin("a", out _).Should().BeTrue("one is still under way");
        limiter.End("a");
        limiter.End("a");

        limiter.TryBegin("a", out var wait).Should().BeFalse();
        wait.Should().Be(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void TryBegin_Joining_DoesNotMoveTheInterval()
    {
        var limiter = new ManualCheckLimiter(_time, TimeSpan.FromMinutes(1));
        limiter.TryBegin("a", out _);
        _time.Advance(TimeSpan.FromSeconds(50));
        limiter.TryBegin("a", out _);
        limiter.End("a");
        limiter.End("a");

        _time.Advance(TimeSpan.FromSeconds(9));
        limiter.TryBegin("a", out var wait).Should().BeFalse();
        wait.Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        limiter.TryBegin("a", out _).Should().BeTrue();
    }

    [Fact]
    public void TryBegin_ManyIntegrations_ForgetsThoseLongDone()
    {
        var limiter = new ManualCheckLimiter(_time, TimeSpan.FromMinutes(1));
        limiter.TryBegin("running", out _);
        for (var number = 0; number < 1000; number++)
        {
            limiter.TryBegin($"{number}", out _);
            limiter.End($"{number}");
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        for (var number = 1000; number < 1100; number++)
            limiter.TryBegin($"{number}", out _);

        limiter.Count.Should().Be(101, "only those under way are left");
    }
}
