using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;
using IntegrationHealth.Tests.Checks;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Status.Outages;

/// <summary>
/// 10,000 integrations of one provider on a clock of the test's own: the real gate with its circuit breaker, detector, evaluator and marks, as
/// the flow joins them. The figures stand in docs/outages.md.
/// </summary>
public sealed class OutageSimulationTests : IDisposable
{
    private const int Count = 10_000;

    private static readonly DateTimeOffset Began = Given.Noon.AddMinutes(20);
    private static readonly DateTimeOffset Over = Began.AddMinutes(30);

    private readonly FakeTimeProvider _time = new(Given.Noon);
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ProviderOutageDetector _detector = new();
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private readonly Dictionary<string, DateTimeOffset> _due = [];
    private readonly Dictionary<string, MonitoredIntegration> _fleet = [];
    private readonly Provider _provider;
    private readonly List<DateTimeOffset> _requests = [];
    private readonly List<HealthSnapshot> _seen = [];
    private readonly HashSet<string> _stale = [];
    private DateTimeOffset _lookedAt = Began;
    private int _marks;

    public OutageSimulationTests()
    {
        _provider = new Provider(CheckBench.Definition(new ScriptedChecker(), sharesOneVendor: true), _services, new CheckOptions(), _time);
        for (var number = 0; number < Count; number++)
        {
            var id = $"i{number}";
            _fleet[id] = new MonitoredIntegration(FlowHost.Scripted(id, $"tenant-{number % 100}"), _provider, new ScriptedSettings(), Given.Policy, new MonitoredState(Given.New(id)));
            Schedule(id, DueTimeSpreader.First(id, Given.Noon, Given.Policy.Interval, Count));
        }
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Outage_OfHalfAnHour_IsFoundSoonAskedLittleAndOverAtOnce()
    {
        await RunAsync(Began, _ => Given.Success);
        _requests.Clear();
        await RunAsync(Over, _ => Given.TimedOut, eachStep: LookForStale);
        var found = _detector.Current("scripted")!.StartedAt - Began;
        var during = _requests.Count;
        var told = _fleet.Values.Count(one => one.Snapshot.OutageId is not null);
        await RunAsync(Over.AddMinutes(30), _ => Given.Success, stop: () => _fleet.Values.All(one => one.Snapshot.OutageId is null));
        var ended = _detector.List().Single().EndedAt!.Value - Over;
        var over = _time.GetUtcNow() - Over;

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"found after {found.TotalSeconds:0} s; {during} requests in 30 min; {told} told of it, {_marks} marks written; ended {ended.TotalSeconds:0} s and nobody told of it any more {over.TotalSeconds:0} s after the vendor was back"));
        found.Should().BeLessThan(TimeSpan.FromMinutes(1));
        during.Should().BeLessThan(6_000, "60,000 would be asked without the breaker, the detector and the canaries, confirmations not counted");
        told.Should().BeGreaterThan(Count * 9 / 10);
        _stale.Should().BeEmpty("who is not asked because of the outage is shown by it, canaries too");
        _seen.Should().NotContain(snapshot => snapshot.Failure != null && snapshot.Failure.Action == RecoveryAction.Reconnect);
        ended.Should().BeLessThan(TimeSpan.FromMinutes(3));
        over.Should().BeLessThan(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    public async Task TokensRevoked_OfSomeTenants_AreNoOutageAndHinderNobody(int tenants)
    {
        await RunAsync(Began, _ => Given.Success);
        await RunAsync(Over, id => int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture) % 100 < tenants ? Given.Revoked : Given.Success);

        _detector.List().Should().BeEmpty();
        _fleet.Values.Count(one => one.Snapshot.Status == IntegrationStatus.Unhealthy).Should().Be(Count * tenants / 100);
        _fleet.Values.Count(one => one.Snapshot.Failure?.Action == RecoveryAction.Reconnect).Should().Be(Count * tenants / 100);
    }

    private async Task RunAsync(DateTimeOffset until, Func<string, CheckResult> answer, Func<bool>? stop = null, Action? eachStep = null)
    {
        for (var step = 0; _queue.TryPeek(out var id, out var at) && at < until; step++)
        {
            _queue.Dequeue();
            if (_due[id] != at)
                continue; // It was asked for at another time since.
            if (at > _time.GetUtcNow())
                _time.SetUtcNow(at);
            await CheckAsync(_fleet[id], at, answer);
            eachStep?.Invoke();
            if (step % 100 == 0 && stop?.Invoke() == true)
                return;
        }
    }

    /// <summary>As somebody who looks at everything once a minute. A second of lateness is the worker's, not the rules'.</summary>
    private void LookForStale()
    {
        var now = _time.GetUtcNow();
        if (now - _lookedAt < TimeSpan.FromMinutes(1))
            return;
        _lookedAt = now;
        _stale.UnionWith(_fleet.Values.Where(one => Freshness.IsStale(one.Snapshot, Given.Policy.Interval, now.AddSeconds(-1))).Select(one => one.Integration.Id));
    }

    private async Task CheckAsync(MonitoredIntegration one, DateTimeOffset at, Func<string, CheckResult> answer)
    {
        var id = one.Integration.Id;
        if (_provider.Gate.Ask(new ClaimedCheck(one, default), at, out var comeBackAt) == GateAnswer.PutOff)
        {
            Withhold(one, at, comeBackAt);
            return;
        }

        var seen = await _provider.Gate.RunAsync(
            call => ValueTask.FromResult<Observation?>(new Observation(call.answer(call.id), at, 20)), (answer, id), TestContext.Current.CancellationToken);
        _provider.Gate.Leave(TimeSpan.FromMilliseconds(20));
        if (seen is not { } observation)
        {
            Withhold(one, at, at.AddSeconds(15));
            return;
        }

        _requests.Add(at);
        var ended = _detector.Observe("scripted", one.Snapshot, observation, Given.Policy.Interval);
        one.Snapshot = StatusEvaluator.Evaluate(one.Snapshot, observation, Given.Policy,
            new EvaluationContext(false, _detector.Current("scripted")?.Id, "Scripted", ProviderOutageDetector.IsCanary(id, Count)));
        _seen.Add(one.Snapshot);
        Schedule(id, one.Snapshot.NextCheckAt!.Value);
        if (ended is null)
            return;
        string[] victims = [.. _fleet.Values.Where(other => other.Snapshot.OutageId == ended.Id).Select(other => other.Integration.Id)];
        foreach (var victim in victims)
            Schedule(victim, DueTimeSpreader.First(victim, at, Given.Policy.Interval, victims.Length));
    }

    private void Withhold(MonitoredIntegration one, DateTimeOffset at, DateTimeOffset comeBackAt)
    {
        var id = one.Integration.Id;
        var isCanary = ProviderOutageDetector.IsCanary(id, Count);
        if (_provider.Gate.IsBroken && _detector.Current("scripted") is { } outage
            && (!isCanary || OutageMark.IsDue(one.Snapshot, outage, Given.Policy.Interval, at + StatusPolicy.AfterRefusal)))
        {
            one.Snapshot = OutageMark.Apply(one.Snapshot, outage, "Scripted", at + (isCanary ? StatusPolicy.AfterRefusal : Given.Policy.BackoffBound), at);
            comeBackAt = one.Snapshot.NextCheckAt!.Value;
            _marks++;
        }

        Schedule(id, comeBackAt);
    }

    private void Schedule(string id, DateTimeOffset at)
    {
        _due[id] = at;
        _queue.Enqueue(id, at);
    }
}
