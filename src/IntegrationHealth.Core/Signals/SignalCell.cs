namespace IntegrationHealth.Signals;

/// <summary>What was reported of one integration since it was last taken. Reports may come from any thread; the rest belongs to the pump.</summary>
internal sealed class SignalCell(string integrationId)
{
    private int _successes;
    private int _failures;
    private int _lastFailure;
    private long _latencyTicks;
    private int _waiting;

    public string IntegrationId => integrationId;

    /// <summary>When the last observation was made from it.</summary>
    public DateTimeOffset EmittedAt { get; set; }

    /// <summary>When a probe last decided, as far as the pump has seen.</summary>
    public DateTimeOffset? ProbedAt { get; set; }

    /// <summary>Until when failures are not believed: a probe was asked for because of them.</summary>
    public DateTimeOffset DoubtedUntil { get; set; }

    /// <summary>Until when no other probe is asked for.</summary>
    public DateTimeOffset AskedUntil { get; set; }

    /// <summary>Counts a call; true when the cell has to be handed to the pump.</summary>
    public bool Add(HealthSignal signal)
    {
        if (signal.Failure is { } failure)
        {
            Volatile.Write(ref _lastFailure, (int)failure);
            Interlocked.Increment(ref _failures);
        }
        else
        {
            Interlocked.Add(ref _latencyTicks, signal.Latency.Ticks);
            Interlocked.Increment(ref _successes);
        }

        return Volatile.Read(ref _waiting) == 0 && Interlocked.Exchange(ref _waiting, 1) == 0;
    }

    /// <summary>Takes what was counted. A call that is counted meanwhile is in this tally or in the next.</summary>
    public SignalTally Take()
    {
        Volatile.Write(ref _waiting, 0);
        var successes = Interlocked.Exchange(ref _successes, 0);
        return new SignalTally(
            successes,
            Interlocked.Exchange(ref _failures, 0),
            (Checks.FailureKind)Volatile.Read(ref _lastFailure),
            TimeSpan.FromTicks(Interlocked.Exchange(ref _latencyTicks, 0) / Math.Max(1, successes)));
    }
}

/// <summary>Calls of about a second.</summary>
internal readonly record struct SignalTally(int Successes, int Failures, Checks.FailureKind LastFailure, TimeSpan Latency);
