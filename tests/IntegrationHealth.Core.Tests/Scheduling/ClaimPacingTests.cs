using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class ClaimPacingTests
{
    private const int MaxConcurrency = 128;

    private readonly ClaimPacing _pacing = new(MaxConcurrency);

    /// <summary>10,000 integrations at 10 s may begin up to 20 ms late, 100,000 at 5 min may cost no more than a percent of a core.</summary>
    [Theory]
    [InlineData(10_000, 10, 10)]
    [InlineData(1_000, 10, 10)]
    [InlineData(500, 10, 20)]
    [InlineData(10, 10, 40)]
    [InlineData(1, 1, 40)]
    [InlineData(333, 60, 60)]
    [InlineData(33, 60, 60)]
    [InlineData(333, 300, 96)] // A quarter of those that may be under way.
    [InlineData(33, 300, 250)]
    [InlineData(1, 86_400, 250)]
    [InlineData(3_333, 300, 10)]
    public void After_SteadyRate_WaitsForTenOrForAThousandthOfTheInterval(int foundASecond, int interval, double expected) =>
        Steady(foundASecond, interval).Should().BeApproximately(expected, 0.2);

    [Fact]
    public void After_NothingFound_WaitsForNoMoreThanTheNext()
    {
        Steady(33, 300);

        After(0, 250, null).Should().Be(ClaimPacing.Shortest.TotalMilliseconds);
    }

    [Fact]
    public void After_AClaimWithoutTheShortInterval_GoesOnByIt_ForAWhile()
    {
        Steady(33, 10);

        for (var passed = 0; passed < 20_000; passed += 250)
            After(8, 250, 300).Should().Be(ClaimPacing.Usual.TotalMilliseconds, "one at 10 s comes in 20, if it is still there");
        Steady(33, 300).Should().Be(ClaimPacing.Longest.TotalMilliseconds, "it is gone");
        After(8, 250, 10).Should().Be(ClaimPacing.Usual.TotalMilliseconds, "one of them came back");
    }

    [Fact]
    public void After_ProviderWithoutPlaces_WaitsShortly_AndLongerAgainStepByStep()
    {
        Steady(33, 300);

        After(8, 250, 300, crowded: true).Should().Be(ClaimPacing.Usual.TotalMilliseconds);

        var waits = Enumerable.Range(0, 40).Select(_ => After(8, 250, 300)).ToList();
        waits.Should().BeInAscendingOrder();
        (waits[0], waits[^1]).Should().Be((44, ClaimPacing.Longest.TotalMilliseconds));
    }

    [Fact]
    public void After_Start_WaitsShortlyAtFirst() => After(1, 1_000, 300).Should().BeApproximately(44, 0.1);

    [Fact]
    public void After_BurstInAQuietTime_IsFollowedForAWhileOnly()
    {
        After(256, 0, 10).Should().Be(ClaimPacing.Shortest.TotalMilliseconds);

        var waits = Enumerable.Range(0, 100).Select(_ => After(1, 1_000, 10)).ToList();
        waits[0].Should().Be(ClaimPacing.Shortest.TotalMilliseconds);
        waits[^1].Should().Be(ClaimPacing.Usual.TotalMilliseconds);
        waits.Should().BeInAscendingOrder();
    }

    private double Steady(int foundASecond, int interval)
    {
        var wait = 0d;
        for (var claim = 0; claim < 200; claim++)
            wait = After(foundASecond, 1_000, interval);
        return wait;
    }

    private double After(int found, double passedMs, int? intervalSeconds, bool crowded = false) => _pacing.After(
        found, TimeSpan.FromMilliseconds(passedMs),
        new Dispatched(0, intervalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, crowded)).TotalMilliseconds;
}
