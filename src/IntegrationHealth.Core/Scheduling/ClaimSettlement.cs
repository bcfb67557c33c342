using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Status;
using IntegrationHealth.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Scheduling;

/// <summary>What becomes of a claim whose check is over: its result is written, an outage marked, or the claim given back. Safe for concurrent use.</summary>
internal sealed class ClaimSettlement(
    ResultWriter writer, ICheckQueue queue, OutageMarker outages, CheckActivity activity, IOptions<IntegrationHealthOptions> options, TimeProvider time,
    IntegrationHealthMetrics metrics, ILogger<ClaimSettlement> logger)
{
    /// <summary>In the ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    private readonly long _timeoutTicks = (long)(options.Value.Checks.Timeout.TotalSeconds * time.TimestampFrequency);

    /// <summary>Counts a check as begun; <see cref="Ended"/> follows.</summary>
    public void Begun(ClaimedCheck check)
    {
        var lateness = time.GetUtcNow() - check.Lease.DueAt;
        metrics.CheckStarted(check.Monitored.Provider.Definition.Name, lateness);
        activity.Begun(lateness);
    }

    /// <summary>Counts a check as over.</summary>
    public void Ended() => metrics.CheckStopped();

    /// <summary>True where the lease would end before the check: it stood in line for too long.</summary>
    public bool IsTooLate(ClaimedCheck check) => time.GetTimestamp() > check.LeaseEnds - _timeoutTicks;

    /// <summary>Brings what was seen to the writer, which completes the claim; where the circuit breaker refused the check, the mark of its outage, if there is one.</summary>
    /// <param name="check">The claim.</param>
    /// <param name="seen">What the check found; null when the circuit breaker refused it.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    public ValueTask SettleAsync(ClaimedCheck check, Observation? seen, CancellationToken stopping)
    {
        if (seen is { } observation)
            return writer.WriteAsync(new PendingWrite(check.Monitored) { Lease = check.Lease, LeaseEnds = check.LeaseEnds, Observation = observation }, stopping);
        return outages.Marks(check.Monitored) ? outages.MarkAsync(check, stopping) : GiveBackAsync(check, StatusPolicy.AfterRefusal);
    }

    /// <summary>Gives a claim back unchecked; due again after <paramref name="delay"/>.</summary>
    public async ValueTask GiveBackAsync(ClaimedCheck check, TimeSpan delay)
    {
        check.Monitored.Checking = false;
        try
        {
            await queue.CompleteAsync([new CheckCompletion(check.Lease, delay, PutOff: true)], CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The queue is away: the lease ends by itself.
            Log.CheckFailed(logger, check.Monitored.Integration.Id, exception);
        }
    }

    /// <summary>Nothing of a check throws by design; if it does, the lease ends by itself.</summary>
    public void BreakOff(ClaimedCheck check, Exception exception)
    {
        check.Monitored.Checking = false;
        Log.CheckFailed(logger, check.Monitored.Integration.Id, exception);
    }
}
