using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Writing;

public sealed class BatchGatheringTests
{
    private static readonly HealthSnapshot Healthy = Given.Healthy();
    private static readonly DateTimeOffset Due = Healthy.NextCheckAt!.Value;

    private readonly FakeTimeProvider _time = new();
    private readonly BatchGathering _gathering;

    public BatchGatheringTests() => _gathering = new BatchGathering(_time);

    [Fact(Timeout = 20_000)]
    public async Task SuccessOfWhatIsHealthy_WaitsForCompany()
    {
        _gathering.Came(Result(Healthy, Given.Success), waiting: 1);
        var gathered = _gathering.WaitAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(249));
        gathered.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await gathered.WaitAsync(TestContext.Current.CancellationToken);
    }

    public static TheoryData<string> InAHurry => ["failure", "degraded", "inconclusive", "recovery", "first", "asked for", "passive", "change"];

    [Theory(Timeout = 20_000)]
    [MemberData(nameof(InAHurry))]
    public async Task WhatSomebodyMayWaitFor_GoesWithAllThatWait(string what)
    {
        var gathered = _gathering.WaitAsync(CancellationToken.None);

        _gathering.Came(
            what switch
            {
                "failure" => Result(Healthy, Given.Refused),
                "degraded" => Result(Healthy, Given.Scarce),
                "inconclusive" => Result(Healthy, Given.Nothing),
                "recovery" => Result(Given.Unhealthy(), Given.Success),
                "first" => Result(Given.New(), Given.Success),
                "asked for" => Result(Healthy, Given.Success, Due.AddSeconds(-1)),
                "passive" => new PendingWrite(Monitored(Healthy)) { Observation = new Observation(Given.Success, Due, 1, IsPassive: true) },
                _ => new PendingWrite(Monitored(Healthy)) { Change = (before, _) => before },
            },
            waiting: 1);

        await gathered.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 20_000)]
    public async Task Enough_DoNotWait()
    {
        _gathering.Came(Result(Healthy, Given.Success), waiting: BatchGathering.Enough - 1);
        var gathered = _gathering.WaitAsync(CancellationToken.None);
        gathered.IsCompleted.Should().BeFalse();

        _gathering.Came(Result(Healthy, Given.Success), waiting: BatchGathering.Enough);

        await gathered.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 20_000)]
    public async Task Hurry_IsForOneBatch()
    {
        _gathering.Came(Result(Healthy, Given.Refused), waiting: 1);
        await _gathering.WaitAsync(CancellationToken.None).WaitAsync(TestContext.Current.CancellationToken);
        _gathering.Begin();

        var next = _gathering.WaitAsync(CancellationToken.None);

        next.IsCompleted.Should().BeFalse();
        _gathering.Came(Result(Healthy, Given.Refused), waiting: 1);
        await next.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 20_000)]
    public async Task HostThatStops_DoesNotWait()
    {
        using var stopping = new CancellationTokenSource();
        var gathered = _gathering.WaitAsync(stopping.Token);

        await stopping.CancelAsync();

        await gathered.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static PendingWrite Result(HealthSnapshot known, CheckResult result, DateTimeOffset? at = null) =>
        new(Monitored(known)) { Observation = new Observation(result, at ?? known.NextCheckAt ?? Due, 1) };

    private static MonitoredIntegration Monitored(HealthSnapshot known) =>
        new(FlowHost.Scripted("one"), null!, new ScriptedSettings(), Given.Policy, new MonitoredState(known));
}
