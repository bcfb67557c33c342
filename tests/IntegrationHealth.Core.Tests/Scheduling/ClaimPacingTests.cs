using IntegrationHealth.Scheduling;

namespace IntegrationHealth.Tests.Scheduling;

public sealed class ClaimPacingTests
{
    /// <summary>10,000 integrations at 10 s may begin up to 20 ms late, 100,000 at 5 min may cost no more than a percent of a core.</summary>
    [Theory]
    [InlineData(10_000, 1_000, 10)]
    [InlineData(1_000, 1_000, 10)]
    [InlineData(500, 1_000, 20)]
    [InlineData(333, 1_000, 30)]
    [InlineData(1, 1_000, 40)]
    [InlineData(0, 1_000, 40)]
    public void After_SteadyRate_WaitsUntilTenAreDue_Within10To40Milliseconds(int found, int milliseconds, int expected)
    {
        var pacing = new ClaimPacing();
        var wait = TimeSpan.Zero;

        for (var claim = 0; claim < 200; claim++)
            wait = pacing.After(found, TimeSpan.FromMilliseconds(milliseconds));

        wait.TotalMilliseconds.Should().BeApproximately(expected, 0.1);
    }

    [Fact]
    public void After_BurstInAQuietTime_IsFollowedForAWhileOnly()
    {
        var pacing = new ClaimPacing();
        pacing.After(0, TimeSpan.FromSeconds(1)).Should().Be(ClaimPacing.Longest);

        pacing.After(256, TimeSpan.Zero).Should().Be(ClaimPacing.Shortest);

        var waits = Enumerable.Range(0, 60).Select(_ => pacing.After(0, TimeSpan.FromMilliseconds(25))).ToList();
        waits[0].Should().Be(ClaimPacing.Shortest);
        waits[^1].Should().Be(ClaimPacing.Longest);
        waits.Should().BeInAscendingOrder();
    }
}
