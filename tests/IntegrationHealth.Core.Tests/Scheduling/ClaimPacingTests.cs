using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class ClaimPacingTests
{
    /// <summary>10,000 integrations at 10 s may begin up to 20 ms late, 100,000 at 5 min may cost no more than a percent of a core.</summary>
    [Theory]
    [InlineData(10_000, 10, 10)]
    [InlineData(1_000, 10, 10)]
    [InlineData(500, 10, 20)]
    [InlineData(100, 10, 100)]
    [InlineData(1, 1, 250)]
    [InlineData(0, 10, 250)]
    [InlineData(1_000, 60, 60)]
    [InlineData(333, 60, 60)]
    [InlineData(333, 300, 250)]
    [InlineData(3_333, 300, 38.4)]
    public void After_SteadyRate_WaitsForTenOrAThousandthOfTheInterval(int foundASecond, int interval, double expected)
    {
        var pacing = new ClaimPacing();
        var wait = TimeSpan.Zero;

        for (var claim = 0; claim < 200; claim++)
            wait = pacing.After(foundASecond, TimeSpan.FromSeconds(1), foundASecond == 0 ? null : TimeSpan.FromSeconds(interval));

        wait.TotalMilliseconds.Should().BeApproximately(expected, 0.1);
    }

    [Fact]
    public void After_NothingFound_KeepsTheIntervalOfThoseBefore()
    {
        var pacing = new ClaimPacing();
        for (var claim = 0; claim < 200; claim++)
            pacing.After(20, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60));

        pacing.After(0, TimeSpan.FromMilliseconds(10), null).TotalMilliseconds.Should().BeApproximately(60, 0.1);
    }

    [Fact]
    public void After_BurstInAQuietTime_IsFollowedForAWhileOnly()
    {
        var pacing = new ClaimPacing();
        pacing.After(0, TimeSpan.FromSeconds(1), null).Should().Be(ClaimPacing.Longest);

        pacing.After(256, TimeSpan.Zero, TimeSpan.FromSeconds(10)).Should().Be(ClaimPacing.Shortest);

        var waits = Enumerable.Range(0, 80).Select(_ => pacing.After(0, TimeSpan.FromMilliseconds(25), null)).ToList();
        waits[0].Should().Be(ClaimPacing.Shortest);
        waits[^1].Should().Be(ClaimPacing.Longest);
        waits.Should().BeInAscendingOrder();
    }
}
