namespace IntegrationHealth.Scheduling;

/// <summary>Chance in the sleep between two claims of a shared queue.</summary>
internal sealed class ClaimJitter(Random random)
{
    /// <summary>Between minus half and plus half of <paramref name="interval"/>.</summary>
    public TimeSpan Next(TimeSpan interval) => interval * (random.NextDouble() - 0.5);
}
