using System.Threading.RateLimiting;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks;

public sealed class ProviderGateTests
{
    private static readonly CheckResult Outage = CheckResult.Failed(FailureKind.ProviderOutage, "503.");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task TryEnter_AllPlacesTaken_IsPutOffUntilOneIsGivenBack()
    {
        await using var gate = Gate(maxConcurrency: 2);
        gate.TryEnter(out var first, out _).Should().BeTrue();
        gate.TryEnter(out _, out _).Should().BeTrue();

        gate.TryEnter(out var none, out var retryAfter).Should().BeFalse();

        none.Should().BeNull();
        retryAfter.Should().BePositive().And.BeLessThan(TimeSpan.FromSeconds(1));
        first!.Dispose();
        gate.TryEnter(out _, out _).Should().BeTrue();
    }

    [Theory]
    [InlineData(256, 128)]
    [InlineData(1, 1)]
    public async Task TryEnter_NoBoundOfItsOwn_TakesHalfOfTheHosts(int host, int expected)
    {
        await using var gate = new ProviderGate(CheckBench.Definition(new ScriptedChecker()), new CheckOptions { MaxConcurrency = host }, _time);

        Enumerable.Range(0, 300).Count(_ => gate.TryEnter(out RateLimitLease? _, out TimeSpan _)).Should().Be(expected);
    }

    [Fact]
    public async Task TryEnter_RateUsedUp_IsPutOffAndKeepsNoPlace()
    {
        await using var gate = Gate(maxConcurrency: 2, perSecond: 1);
        gate.TryEnter(out var place, out _).Should().BeTrue();
        place!.Dispose();

        gate.TryEnter(out _, out var retryAfter).Should().BeFalse();
        gate.TryEnter(out _, out _).Should().BeFalse();
        gate.TryEnter(out _, out _).Should().BeFalse();

        retryAfter.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RunAsync_VendorFails_OpensTheBreakerAndPutsChecksOff()
    {
        await using var gate = Gate(sharesOneVendor: true);
        await FailAsync(gate, 20);

        gate.TryEnter(out _, out var retryAfter).Should().BeFalse();
        (await RunAsync(gate, CheckResult.Success())).Should().BeNull("the breaker refuses it; it is no failure");

        retryAfter.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(10));
        gate.TryEnter(out _, out retryAfter).Should().BeFalse();
        retryAfter.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(5), "two thirds of the wait are over");
    }

    [Fact]
    public async Task TryEnter_BreakHasEnded_LetsAProbeThroughAndClosesOnSuccess()
    {
        await using var gate = Gate(sharesOneVendor: true);
        await FailAsync(gate, 20);
        _time.Advance(TimeSpan.FromSeconds(15));

        gate.TryEnter(out _, out _).Should().BeTrue("a breaker that nobody tries never closes");
        (await RunAsync(gate, CheckResult.Success())).Should().NotBeNull();

        gate.TryEnter(out _, out _).Should().BeTrue();
        (await RunAsync(gate, CheckResult.Success())).Should().NotBeNull();
    }

    [Fact]
    public async Task TryEnter_ProbeFailsAfterTheBreak_IsClosedForAnotherBreak()
    {
        await using var gate = Gate(sharesOneVendor: true);
        await FailAsync(gate, 20);
        _time.Advance(TimeSpan.FromSeconds(15));

        (await RunAsync(gate, Outage)).Should().NotBeNull("the probe itself is a result");

        gate.TryEnter(out _, out _).Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_OwnersFail_LeavesTheBreakerAlone()
    {
        await using var gate = Gate(sharesOneVendor: true);
        for (var check = 0; check < 50; check++)
            await RunAsync(gate, CheckResult.Failed(FailureKind.AuthenticationRevoked, "Revoked.", Confidence.High));

        gate.TryEnter(out _, out _).Should().BeTrue("revoked tokens say nothing of the vendor");
    }

    [Fact]
    public async Task RunAsync_EachHasItsOwnAddress_HasNoBreaker()
    {
        await using var gate = Gate();
        await FailAsync(gate, 50);

        gate.TryEnter(out _, out _).Should().BeTrue("one dead address must not stop the others");
    }

    private ProviderGate Gate(bool sharesOneVendor = false, int? maxConcurrency = null, int? perSecond = null) => new(
        CheckBench.Definition(new ScriptedChecker(), sharesOneVendor, maxConcurrency: maxConcurrency, perSecond: perSecond), new CheckOptions(), _time);

    private static async Task FailAsync(ProviderGate gate, int times)
    {
        for (var check = 0; check < times; check++)
            await RunAsync(gate, Outage);
    }

    private static async Task<CheckResult?> RunAsync(ProviderGate gate, CheckResult result) =>
        await gate.RunAsync(static answer => new ValueTask<CheckResult>(answer), result, CancellationToken.None);
}
