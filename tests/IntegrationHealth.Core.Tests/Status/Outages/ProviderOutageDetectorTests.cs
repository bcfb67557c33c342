using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using IntegrationHealth.Status.Outages;

namespace IntegrationHealth.Tests.Status.Outages;

/// <summary>The detector beside the evaluator, as in the flow: integrations of one provider, each checked when its snapshot says.</summary>
public sealed class ProviderOutageDetectorTests
{
    private const string Provider = "gmail";

    private readonly ProviderOutageDetector _detector = new();
    private readonly PriorityQueue<string, DateTimeOffset> _due = new();
    private readonly Dictionary<string, HealthSnapshot> _snapshots = [];
    private int _checks;

    [Fact]
    public void Observe_MostIntegrationsFailAlike_IsOneOutageWithinTheConfirmations()
    {
        Populate(200);
        Run(Given.Noon.AddMinutes(10), _ => Given.Success);
        _detector.Current(Provider).Should().BeNull();

        var began = Given.Noon.AddMinutes(10);
        var outage = RunUntil(began.AddMinutes(10), _ => Given.TimedOut, () => _detector.Current(Provider));

        outage!.Provider.Should().Be(Provider);
        (outage.StartedAt - began).Should().BeLessThan(TimeSpan.FromMinutes(5), "no longer than one interval");
        _snapshots.Values.Count(snapshot => snapshot.Status == IntegrationStatus.Unhealthy && snapshot.OutageId is null)
            .Should().BeLessThan(140, "most are told of the outage and not of a fault of their own");
    }

    [Fact]
    public void Observe_OutageUnderWay_OnlyFewAreProbed()
    {
        Populate(1_000);
        Run(Given.Noon.AddMinutes(10), _ => Given.Success);
        Run(Given.Noon.AddMinutes(30), _ => Given.TimedOut);
        _detector.Current(Provider).Should().NotBeNull();
        _checks = 0;

        Run(Given.Noon.AddMinutes(40), _ => Given.TimedOut);

        _checks.Should().BeLessThan(400, "without the outage it would be two thousand");
        _snapshots.Values.Should().OnlyContain(snapshot => snapshot.OutageId != null);
    }

    [Fact]
    public void Observe_CanariesSucceed_OutageEnds()
    {
        Populate(500);
        Run(Given.Noon.AddMinutes(10), _ => Given.Success);
        Run(Given.Noon.AddMinutes(40), _ => Given.TimedOut);
        var outage = _detector.Current(Provider);

        Run(Given.Noon.AddMinutes(50), _ => Given.Success);

        outage.Should().NotBeNull();
        _detector.Current(Provider).Should().BeNull();
    }

    [Fact]
    public void Observe_OneTenantsTokensRevoked_IsNoOutage()
    {
        Populate(300);

        Run(Given.Noon.AddMinutes(40), id => Number(id) < 250 ? Given.Revoked : Given.Success);

        _detector.Current(Provider).Should().BeNull("revoked tokens speak of their owner, however many");
    }

    [Fact]
    public void Observe_FewKeepFailing_ConfirmationsDoNotMakeThemMany()
    {
        Populate(20);
        Run(Given.Noon.AddMinutes(10), _ => Given.Success);

        Run(Given.Noon.AddMinutes(60), id => Number(id) < 6 ? Given.TimedOut : Given.Success);

        _detector.Current(Provider).Should().BeNull();
    }

    [Fact]
    public void Observe_Confirming_IsNotCounted()
    {
        var failing = Enumerable.Range(0, 4).Select(number => Given.Healthy($"i{number}").Then(Given.TimedOut)).ToArray();

        foreach (var snapshot in failing.Concat(failing).Concat(failing))
            _detector.Observe(Provider, snapshot, new Observation(Given.TimedOut, Given.Noon, 1), TimeSpan.FromMinutes(5));
        for (var number = 0; number < 4; number++)
            _detector.Observe(Provider, Given.Healthy($"i{number}"), new Observation(Given.TimedOut, Given.Noon, 1), TimeSpan.FromMinutes(5));

        _detector.Current(Provider).Should().BeNull("four integrations are four, however often they are asked");
    }

    [Fact]
    public void Observe_ConfirmationsThatSucceed_TakeTheFailureBack()
    {
        for (var number = 0; number < 4; number++)
            Observe(Given.Healthy($"i{number}"), Given.TimedOut);
        for (var number = 0; number < 4; number++)
            Observe(Given.Healthy($"i{number}").Then(Given.TimedOut), Given.Success);

        Observe(Given.Healthy("i4"), Given.TimedOut);

        _detector.Current(Provider).Should().BeNull("four of the five that failed work again");
        _detector.IsSuspected(Provider, Given.Noon.AddMinutes(6)).Should().BeFalse();
    }

    [Fact]
    public void Observe_BlipThatAllRecoveredFrom_IsNoEvidenceForTheNextMinutes()
    {
        for (var number = 0; number < 100; number++)
            Observe(Given.Healthy($"i{number}"), number < 42 ? Given.Success : Given.TimedOut);
        // Just too few for an outage, and all of them works again when it is asked once more.
        for (var number = 42; number < 100; number++)
            Observe(Given.Healthy($"i{number}").Then(Given.TimedOut), Given.Success);
        var before = _detector.Current(Provider);

        for (var number = 100; number < 105; number++)
            Observe(Given.Healthy($"i{number}"), Given.TimedOut);

        before.Should().BeNull();
        _detector.Current(Provider).Should().BeNull("five of a hundred and five fail now");
    }

    [Fact]
    public void Observe_FailuresLongAgo_AreForgotten()
    {
        for (var number = 0; number < 4; number++)
            _detector.Observe(Provider, Given.Healthy($"i{number}"), new Observation(Given.TimedOut, Given.Noon, 1), TimeSpan.FromMinutes(5));

        _detector.Observe(Provider, Given.Healthy("i5"), new Observation(Given.TimedOut, Given.Noon.AddMinutes(6), 1), TimeSpan.FromMinutes(5));

        _detector.Current(Provider).Should().BeNull();
    }

    [Fact]
    public void Observe_WitnessesOfLongAgo_DoNotCountAsFailingNow()
    {
        for (var number = 0; number < 4; number++)
            _detector.Observe(Provider, Given.Healthy($"i{number}"), new Observation(Given.TimedOut, Given.Noon, 1), TimeSpan.FromMinutes(5));

        // One integration that is asked again and again much later: five failures in the window, of a single witness.
        for (var second = 0; second < 6; second++)
            _detector.Observe(Provider, Given.Healthy("i5"), new Observation(Given.TimedOut, Given.Noon.AddHours(2).AddSeconds(second), 1), TimeSpan.FromMinutes(5));

        _detector.Current(Provider).Should().BeNull();
    }

    /// <summary>The figures of docs/outages.md.</summary>
    [Fact]
    public void Observe_TenThousandDownForHalfAnHour_AreFoundSoonAskedLittleAndBackAtOnce()
    {
        const int Count = 10_000;
        Populate(Count);
        var began = Given.Noon.AddMinutes(20);
        Run(began, _ => Given.Success);
        _checks = 0;

        var outage = RunUntil(began.AddMinutes(30), _ => Given.TimedOut, () => _detector.Current(Provider))!;
        Run(began.AddMinutes(30), _ => Given.TimedOut);
        var during = _checks;
        var ended = began.AddMinutes(30);
        RunUntil(ended.AddMinutes(30), _ => Given.Success, () => _detector.Current(Provider) is null ? outage : null);
        var over = _snapshots.Values.Max(snapshot => snapshot.LastCheckedAt!.Value) - ended;

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"found after {(outage.StartedAt - began).TotalSeconds:0} s, {during} requests in 30 min, over {over.TotalSeconds:0} s after the vendor"));
        (outage.StartedAt - began).Should().BeLessThan(TimeSpan.FromMinutes(4));
        during.Should().BeLessThan(2 * Count, "without the outage it would be more than 60,000 and their confirmations");
        over.Should().BeLessThan(TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(100, 3)]
    [InlineData(10_000, 60)]
    public void IsCanary_Integrations_AreFewButEnough(int integrations, int atLeast)
    {
        for (var fleet = 0; fleet < 50; fleet++)
        {
            Enumerable.Range(0, integrations).Count(number => ProviderOutageDetector.IsCanary($"fleet-{fleet}-{number}", integrations))
                .Should().BeInRange(Math.Min(atLeast, integrations), Math.Max(30, integrations / 60));
        }
    }

    private void Observe(HealthSnapshot before, CheckResult result) =>
        _detector.Observe(Provider, before, new Observation(result, Given.Noon, 1), TimeSpan.FromMinutes(5));

    private static int Number(string id) => int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture);

    private void Populate(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var id = $"i{number}";
            _snapshots[id] = Given.New(id);
            _due.Enqueue(id, Given.Noon.AddMilliseconds(number * 5));
        }
    }

    private void Run(DateTimeOffset until, Func<string, CheckResult> answer) => RunUntil<object>(until, answer, () => null);

    private T? RunUntil<T>(DateTimeOffset until, Func<string, CheckResult> answer, Func<T?> found)
        where T : class
    {
        while (_due.TryPeek(out var id, out var at) && at < until)
        {
            _due.Dequeue();
            _checks++;
            var observation = new Observation(answer(id), at, 1);
            _detector.Observe(Provider, _snapshots[id], observation, TimeSpan.FromMinutes(5));
            var context = new EvaluationContext(false, _detector.Current(Provider)?.Id, "Gmail", ProviderOutageDetector.IsCanary(id, _snapshots.Count));
            _snapshots[id] = StatusEvaluator.Evaluate(_snapshots[id], observation, Given.Policy, context);
            _due.Enqueue(id, _snapshots[id].NextCheckAt!.Value);
            if (found() is { } result)
                return result;
        }

        return null;
    }
}
