using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Status;

namespace IntegrationHealth.Tests.Status;

public sealed class ConnectivityGuardTests
{
    private readonly ConnectivityGuard _guard = new();
    private DateTimeOffset _now = Given.Noon;

    [Fact]
    public void Observe_EverybodyUnreachable_HostIsOffline()
    {
        See(Given.Refused, "a:443", "b:443", "c:443", "a:443");
        _guard.HostOffline.Should().BeFalse("four results are too few");

        See(Given.TimedOut, "b:443");
        _guard.HostOffline.Should().BeTrue();
    }

    [Fact]
    public void Observe_TwoTargetsUnreachable_SaysNothingOfTheHost()
    {
        See(Given.Refused, "a:443", "b:443", "A:443", "b:443", "a:443", "b:443");

        _guard.HostOffline.Should().BeFalse();
    }

    [Fact]
    public void Observe_ChecksEndedByTheirTimeLimit_CountByTheFarEndOfTheirSettings()
    {
        foreach (var host in new[] { "a", "b", "c", "a", "b" })
        {
            var target = new HttpCheckSettings { Url = $"https://{host}.example/" };
            _guard.Observe(new Observation(Given.TimedOut with { Target = HttpProvider.Definition.FarEnd!(target) }, _now, 1));
        }

        _guard.HostOffline.Should().BeTrue();
    }

    [Fact]
    public void Observe_OneServerWithThreePorts_IsNotTheHostsNetwork()
    {
        foreach (var port in new[] { 8001, 8002, 8003, 8001, 8002, 8003 })
            See(Given.Refused, new HttpCheckSettings { Url = $"http://app.internal:{port}/" }.Plan.Target!);

        _guard.HostOffline.Should().BeFalse("one machine is down");
    }

    [Fact]
    public void Observe_OneAnswerFromAnywhere_ProvesTheNetwork()
    {
        See(Given.Refused, "a:443", "b:443", "c:443", "d:443", "e:443");

        See(Given.Revoked, "a:443");

        _guard.HostOffline.Should().BeFalse();
        See(Given.Refused, "a:443", "b:443", "c:443", "d:443");
        _guard.HostOffline.Should().BeFalse("counting began anew");
    }

    [Fact]
    public void Observe_SlowAnswers_AreAnswers()
    {
        var slow = CheckResult.Degraded(CheckFailure.Of(FailureKind.Timeout, "It took 900 ms.", Confidence.High));

        See(slow, "a:443", "b:443", "c:443", "d:443", "e:443");
        _guard.HostOffline.Should().BeFalse("all of them answered");

        See(Given.Refused, "a:443", "b:443", "c:443", "d:443", "e:443");
        See(slow, "a:443");
        _guard.HostOffline.Should().BeFalse("one answer proves the network, however slow");
    }

    [Fact]
    public void Observe_LocalChecks_SayNothing()
    {
        See(Given.Refused, "a:443", "b:443", "c:443", "d:443", "e:443");

        _guard.Observe(new Observation(Given.Success, _now, 1));

        _guard.HostOffline.Should().BeTrue("a check without a far end proves no network");
    }

    [Fact]
    public void Observe_FailuresSpreadOverTime_AreNotOneLossOfNetwork()
    {
        foreach (var target in new[] { "a", "b", "c", "d", "e", "f" })
        {
            See(Given.Refused, target);
            _now += TimeSpan.FromSeconds(20);
        }

        _guard.HostOffline.Should().BeFalse("there were never five within a minute");
    }

    [Fact]
    public void Observe_FarEndsThatFailedLongAgo_AreNoWitnesses()
    {
        See(Given.Refused, "a", "b");
        _now += TimeSpan.FromMinutes(5);

        See(Given.Refused, "c", "c", "c", "c", "c", "c");

        _guard.HostOffline.Should().BeFalse("within the minute a single far end failed");
    }

    [Fact]
    public void Observe_WithheldChecks_ProveNoNetwork()
    {
        See(Given.Refused, "a:443", "b:443", "c:443", "d:443", "e:443");

        See(Given.Nothing with { Failure = Given.Limited.Failure }, "a:443");

        _guard.HostOffline.Should().BeTrue("nobody was asked");
    }

    private void See(CheckResult result, params string[] targets)
    {
        foreach (var target in targets)
            _guard.Observe(new Observation(result with { Target = target }, _now, 1));
    }
}
