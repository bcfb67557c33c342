namespace IntegrationHealth.Scheduling;

/// <summary>Chance in what hosts that share a queue would else all do at once.</summary>
internal sealed class ClaimJitter(Random random)
{
    /// <summary>Between minus half and plus half of <paramref name="interval"/>.</summary>
    public TimeSpan Next(TimeSpan interval) => interval * (random.NextDouble() - 0.5);
}
