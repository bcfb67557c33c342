using IntegrationHealth.Checks;

namespace IntegrationHealth.Signals;

/// <summary>Takes in the outcomes of the host's own calls, so that a connection in good use needs no probe, and one that fails gets one at once.</summary>
public interface IHealthSignals
{
    /// <summary>
    /// Reports one call. Costs well under a microsecond and allocates nothing once an integration has reported; never throws and never waits.
    /// Ids that are not registered are ignored.
    /// </summary>
    /// <param name="integrationId">The integration whose connection was used.</param>
    /// <param name="signal">How the call ended.</param>
    void Report(string integrationId, HealthSignal signal);
}

/// <summary>How one call of the host's own ended.</summary>
public readonly record struct HealthSignal
{
    private HealthSignal(FailureKind? failure, TimeSpan latency) => (Failure, Latency) = (failure, latency);

    /// <summary>What was wrong; null for a success.</summary>
    public FailureKind? Failure { get; }

    /// <summary>How long the call took.</summary>
    public TimeSpan Latency { get; }

    /// <summary>The call did what it should.</summary>
    public static HealthSignal Succeeded(TimeSpan latency) => new(null, latency);

    /// <summary>The call failed in a way that speaks of the connection.</summary>
    public static HealthSignal Failed(FailureKind failure, TimeSpan latency) => new(failure, latency);
}
