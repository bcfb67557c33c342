namespace IntegrationHealth.Alerting.Outbox;

/// <summary>Randomness for retries, so that a test can do without.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock _gate = new();

    /// <summary>0 up to, but not, 1.</summary>
    public double Next()
    {
        lock (_gate)
            return random.NextDouble();
    }
}
