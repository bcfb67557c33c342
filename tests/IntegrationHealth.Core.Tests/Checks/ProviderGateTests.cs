using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks;

public sealed class ProviderGateTests
{
    private static readonly CheckResult Outage = CheckResult.Failed(FailureKind.ProviderOutage, "503.");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Ask_AllPlacesTaken_StandsInLineForThePlaceGivenBack()
    {
        var gate = Gate(maxConcurrency: 2);
        Enters(gate, out _).Should().BeTrue();
        Enters(gate, out _).Should().BeTrue();
        var third = new ClaimedCheck(null!, new CheckLease("third", 3, default, default));

        gate.Ask(third, _time.GetUtcNow(), out _).Should().Be(GateAnswer.Wait);

        gate.Leave(TimeSpan.FromMilliseconds(10)).Should().Be(third, "it has the place of the one that left");
        Enters(gate, out _).Should().BeFalse("both places are taken again");
    }

    [Fact]
    public void Leave_NobodyInLine_FreesThePlace()
    {
        var gate = Gate(maxConcurrency: 1);
        Enters(gate, out _).Should().BeTrue();

        gate.Leave(TimeSpan.FromMilliseconds(10)).Should().BeNull();

        Enters(gate, out _).Should().BeTrue();
    }

    [Fact]
    public void Ask_LineIsLong_IsPutOffEachToItsOwnTime()
    {
        var gate = Gate(maxConcurrency: 2);
        var delays = new List<TimeSpan>();
        for (var check = 0; check < 5_000; check++)
        {
            if (gate.Ask(default, _time.GetUtcNow(), out var comeBackAt) == GateAnswer.PutOff)
                delays.Add(comeBackAt - _time.GetUtcNow());
        }

        delays.Should().HaveCountGreaterThan(4_900, "the line holds a tenth of a second of work").And.BeInAscendingOrder();
        delays[0].Should().BeGreaterThan(TimeSpan.FromMilliseconds(100));
        delays[100].Should().BeGreaterThan(delays[0], "a place becomes free for one after another");
        delays[^1].Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Ask_ChecksTakeLong_HasAShortLine()
    {
        var gate = Gate(maxConcurrency: 2);
        for (var check = 0; check < 100; check++)
        {
            Enters(gate, out _).Should().BeTrue();
            gate.Leave(TimeSpan.FromSeconds(5));
        }

        var answers = Enumerable.Range(0, 10).Select(number => gate.Ask(default, _time.GetUtcNow(), out _)).ToList();

        answers.Count(answer => answer == GateAnswer.Wait).Should().Be(1, "whoever waits behind it would outlive its lease");
    }

    [Theory]
    [InlineData(256, 128)]
    [InlineData(1, 1)]
    public void Ask_NoBoundOfItsOwn_TakesHalfOfTheHosts(int host, int expected)
    {
        var gate = new ProviderGate(CheckBench.Definition(new ScriptedChecker()), new CheckOptions { MaxConcurrency = host }, _time);

        Enumerable.Range(0, 300).Count(number => Enters(gate, out _)).Should().Be(expected);
    }

    [Fact]
    public void Ask_RateUsedUp_IsPutOffAndKeepsNoPlace()
    {
        var gate = Gate(maxConcurrency: 2, perSecond: 1);
        Enters(gate, out _).Should().BeTrue();
        gate.Leave(TimeSpan.FromMilliseconds(10));

        gate.Ask(default, _time.GetUtcNow(), out var first).Should().Be(GateAnswer.PutOff);
        gate.Ask(default, _time.GetUtcNow(), out var second).Should().Be(GateAnswer.PutOff);

        second.Should().Be(first + TimeSpan.FromSeconds(1), "one a second may begin");
    }

    /// <summary>Claims come a little late, each by another time: one that comes a moment before the next token must not lose its turn, or a second goes unused.</summary>
    [Fact]
    public void Ask_OneASecond_ClaimsComeUnevenlyLate_UsesEverySecond()
    {
        var gate = Gate(maxConcurrency: 10, perSecond: 1);
        var due = new PriorityQueue<int, DateTimeOffset>(Enumerable.Range(0, 10).Select(number => (number, _time.GetUtcNow())));
        var late = 0;
        var began = _time.GetUtcNow();

        while (due.TryDequeue(out var number, out var at))
        {
            var now = at.AddMilliseconds(late++ % 2 == 0 ? 30 : 10);
            if (now > _time.GetUtcNow())
                _time.SetUtcNow(now);
            if (gate.Ask(default, _time.GetUtcNow(), out var comeBackAt) == GateAnswer.PutOff)
                due.Enqueue(number, comeBackAt);
            else
                gate.Leave(TimeSpan.FromMilliseconds(10));
        }

        (_time.GetUtcNow() - began).Should().BeLessThan(TimeSpan.FromSeconds(11), "nine come after the first, one a second");
    }

    [Fact]
    public void Ask_RateUsedUp_IsThereAgainByTheHostsClock()
    {
        var gate = Gate(maxConcurrency: 10, perSecond: 2);
        Enumerable.Range(0, 3).Select(number => Enters(gate, out _)).ToList().Should().Equal(true, true, false);

        _time.Advance(TimeSpan.FromMilliseconds(500));

        Enumerable.Range(0, 2).Select(number => Enters(gate, out _)).ToList().Should().Equal([true, false], "two a second are one in half of it");
    }

    [Fact]
    public async Task RunAsync_VendorFails_OpensTheBreakerAndPutsChecksOff()
    {
        var gate = Gate(sharesOneVendor: true);
        await FailAsync(gate, 20);

        Enters(gate, out var retryAfter).Should().BeFalse();
        (await RunAsync(gate, CheckResult.Success())).Should().BeNull("the breaker refuses it; it is no failure");

        retryAfter.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(10));
        Enters(gate, out retryAfter).Should().BeFalse();
        retryAfter.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(5), "two thirds of the wait are over");
    }

    [Fact]
    public async Task Ask_BreakHasEnded_LetsAProbeThroughAndClosesOnSuccess()
    {
        var gate = Gate(sharesOneVendor: true);
        await FailAsync(gate, 20);
        _time.Advance(TimeSpan.FromSeconds(15));

        Enters(gate, out _).Should().BeTrue("a breaker that nobody tries never closes");
        (await RunAsync(gate, CheckResult.Success())).Should().NotBeNull();

        Enters(gate, out _).Should().BeTrue();
        (await RunAsync(gate, CheckResult.Success())).Should().NotBeNull();
    }

    [Fact]
    public async Task Ask_ProbeFailsAfterTheBreak_IsClosedForAnotherBreak()
    {
        var gate = Gate(sharesOneVendor: true);
        await FailAsync(gate, 20);
        _time.Advance(TimeSpan.FromSeconds(15));

        (await RunAsync(gate, Outage)).Should().NotBeNull("the probe itself is a result");

        Enters(gate, out _).Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_OwnersFail_LeavesTheBreakerAlone()
    {
        var gate = Gate(sharesOneVendor: true);
        for (var check = 0; check < 50; check++)
            await RunAsync(gate, CheckResult.Failed(FailureKind.AuthenticationRevoked, "Revoked.", Confidence.High));

        Enters(gate, out _).Should().BeTrue("revoked tokens say nothing of the vendor");
    }

    [Fact]
    public async Task RunAsync_EachHasItsOwnAddress_HasNoBreaker()
    {
        var gate = Gate();
        await FailAsync(gate, 50);

        Enters(gate, out _).Should().BeTrue("one dead address must not stop the others");
    }

    private bool Enters(ProviderGate gate, out TimeSpan wait)
    {
        var answer = gate.Ask(default, _time.GetUtcNow(), out var comeBackAt);
        wait = comeBackAt - _time.GetUtcNow();
        return answer == GateAnswer.Enter;
    }

    private ProviderGate Gate(bool sharesOneVendor = false, int? maxConcurrency = null, int? perSecond = null) => new(
        CheckBench.Definition(new ScriptedChecker(), sharesOneVendor, maxConcurrency: maxConcurrency, perSecond: perSecond), new CheckOptions(), _time);

    private static async Task FailAsync(ProviderGate gate, int times)
    {
        for (var check = 0; check < times; check++)
            await RunAsync(gate, Outage);
    }

    private static async Task<Observation?> RunAsync(ProviderGate gate, CheckResult result) =>
        await gate.RunAsync(static answer => new ValueTask<Observation?>(answer), new Observation(result, default, 0), CancellationToken.None);
}
