using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Scheduling;
using IntegrationHealth.Status;
using Polly;
using Polly.CircuitBreaker;

namespace IntegrationHealth.Checks;

/// <summary>A check that may begin as soon as its provider has a place.</summary>
/// <param name="Monitored">What to check.</param>
/// <param name="Lease">The right to check it.</param>
/// <param name="LeaseEnds">The timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the lease ends: a clock that is set back must not make it longer.</param>
internal readonly record struct ClaimedCheck(MonitoredIntegration Monitored, CheckLease Lease, long LeaseEnds = long.MaxValue);

/// <summary>What a gate says to a check.</summary>
internal enum GateAnswer
{
    /// <summary>It may begin; its place is given back with <see cref="ProviderGate.Leave"/>.</summary>
    Enter,

    /// <summary>It stands in line: the gate hands it out with the first place that is given back.</summary>
    Wait,

    /// <summary>It has to come back later.</summary>
    PutOff,
}

/// <summary>
/// Bounds what one provider may take: checks at once, checks a second, and none while its circuit breaker is open. Checks beyond that
/// stand in a short line, so that no place is idle while there is work; those beyond the line are put off, never failed, each to the time
/// at which a place is expected for it, so that a long backlog is not claimed over and over.
/// </summary>
internal sealed class ProviderGate
{
    private const double BreakerFailureRatio = 0.9;
    private const int BreakerMinimumThroughput = 20;
    private const int LongestLine = 1_000;

    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<ClaimedCheck> _line = new();
    private readonly int _places;
    private readonly TimeSpan _shortestPace;
    private readonly int? _perSecond;
    private readonly RateBudget _rate;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<Observation?>? _breaker;
    private TimeSpan _usualTime = TimeSpan.FromMilliseconds(10);
    private DateTimeOffset _nextComesBackAt;
    private int _taken;

    /// <summary>When the breaker last opened, as a time stamp; 0 while it is closed.</summary>
    private long _openedAt;

    public ProviderGate(ProviderDefinition definition, CheckOptions options, TimeProvider time)
    {
        (_time, _rate, _perSecond) = (time, new RateBudget(time), definition.MaxChecksPerSecond);
        _places = definition.MaxConcurrency ?? Math.Max(1, options.MaxConcurrency / 2);
        if (definition.MaxChecksPerSecond is { } rate)
            _shortestPace = TimeSpan.FromSeconds(1d / rate);

        // Where each integration has an address of its own, one dead address must not stop the others.
        if (definition.SharesOneVendor)
            _breaker = BuildBreaker();
    }

    /// <summary>True while the circuit breaker withholds checks, or tries a single one.</summary>
    public bool IsBroken => Volatile.Read(ref _openedAt) != 0;

    /// <summary>The time in which one place after another becomes free while all are taken.</summary>
    private TimeSpan Pace => _usualTime / _places is var pace && pace > _shortestPace ? pace : _shortestPace;

    /// <summary>Asks whether a check may begin; <paramref name="comeBackAt"/> is set when it is put off.</summary>
    public GateAnswer Ask(ClaimedCheck check, DateTimeOffset now, out DateTimeOffset comeBackAt)
    {
        var left = LeftOfBreak();
        comeBackAt = now + left;
        if (left > TimeSpan.Zero)
            return GateAnswer.PutOff;

        lock (_lock)
        {
            var hasPlace = _taken < _places;
            var wait = hasPlace ? _rate.Take(_perSecond) : TimeSpan.Zero;
            if (hasPlace && wait == TimeSpan.Zero)
            {
                _taken++;
                return GateAnswer.Enter;
            }

            if (!hasPlace && _perSecond is null && _line.Count < LongestLine && Pace * _line.Count < BusyDelay)
            {
                _line.Enqueue(check);
                return GateAnswer.Wait;
            }

            // One that came a moment before its time waits for that moment, and not behind all the others.
            comeBackAt = wait > TimeSpan.Zero && wait < Pace / 2 ? now + wait : PutOff(now);
            return GateAnswer.PutOff;
        }
    }

    /// <summary>Gives a place back. The answer is the check that has it from now on, or null.</summary>
    public ClaimedCheck? Leave(TimeSpan taken)
    {
        lock (_lock)
        {
            _usualTime += (taken - _usualTime) / 16;
            if (_line.TryDequeue(out var next))
                return next;
            _taken--;
            return null;
        }
    }

    /// <summary>Runs a check under the breaker; null when the breaker refused it.</summary>
    public ValueTask<Observation?> RunAsync<TState>(
        Func<TState, ValueTask<Observation?>> check, TState state, CancellationToken cancellationToken) =>
        _breaker is null ? check(state) : RunAsync(_breaker, check, state, cancellationToken);

    private static async ValueTask<Observation?> RunAsync<TState>(
        ResiliencePipeline<Observation?> breaker, Func<TState, ValueTask<Observation?>> check, TState state, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await breaker.ExecuteOutcomeAsync(
                static async (_, call) => Outcome.FromResult(await call.check(call.state)), context, (check, state));
            if (outcome.Exception is BrokenCircuitException)
                return null;
            outcome.ThrowIfException();
            return outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The breaker itself stays open until it is tried: once the break is over, checks are let through to try it.</summary>
    private TimeSpan LeftOfBreak()
    {
        var openedAt = Volatile.Read(ref _openedAt);
        return openedAt == 0 ? TimeSpan.Zero : BreakDuration - _time.GetElapsedTime(openedAt);
    }

    private DateTimeOffset PutOff(DateTimeOffset now)
    {
        var (earliest, latest) = (now + BusyDelay, now + LongestDelay);
        var next = (_nextComesBackAt > earliest ? _nextComesBackAt : earliest) + Pace;
        return _nextComesBackAt = next < latest ? next : latest;
    }

    private ResiliencePipeline<Observation?> BuildBreaker() =>
        new ResiliencePipelineBuilder<Observation?> { TimeProvider = _time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Observation?>
            {
                ShouldHandle = static arguments => new ValueTask<bool>(
                    arguments.Outcome.Result is { Result: { Outcome: CheckOutcome.Failed, Failure: { } failure } } && FailureDefaults.SpeaksOfVendor(failure.Kind)),
                FailureRatio = BreakerFailureRatio,
                MinimumThroughput = BreakerMinimumThroughput,
                BreakDuration = BreakDuration,
                OnOpened = _ => Note(_time.GetTimestamp()),
                OnClosed = _ => Note(0),
            })
            .Build();

    private ValueTask Note(long openedAt)
    {
        Volatile.Write(ref _openedAt, openedAt);
        return ValueTask.CompletedTask;
    }
}
