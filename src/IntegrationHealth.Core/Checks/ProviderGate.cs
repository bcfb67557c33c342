using System.Threading.RateLimiting;
using IntegrationHealth.DependencyInjection;
using Polly;
using Polly.CircuitBreaker;

namespace IntegrationHealth.Checks;

/// <summary>
/// Bounds what one provider may take: checks at once, checks a second, and none while its circuit breaker is open. A check that is
/// refused is put off, never failed.
/// </summary>
internal sealed class ProviderGate : IAsyncDisposable
{
    private const double BreakerFailureRatio = 0.9;
    private const int BreakerMinimumThroughput = 20;

    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrencyLimiter _concurrency;
    private readonly TokenBucketRateLimiter? _rate;
    private readonly CircuitBreakerStateProvider _breakerState = new();
    private readonly ResiliencePipeline<CheckResult>? _breaker;

    public ProviderGate(ProviderDefinition definition, CheckOptions options, TimeProvider time)
    {
        var permits = definition.MaxConcurrency ?? Math.Max(1, options.MaxConcurrency / 2);
        _concurrency = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = 0 });
        if (definition.MaxChecksPerSecond is { } rate)
        {
            _rate = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                TokenLimit = rate,
                TokensPerPeriod = Math.Max(1, rate / 10),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1d * Math.Max(1, rate / 10) / rate),
                QueueLimit = 0,
            });
        }

        // Where each integration has an address of its own, one dead address must not stop the others.
        if (definition.SharesOneVendor)
            _breaker = BuildBreaker(time);
    }

    /// <summary>Takes a place; false when the provider is busy, with the time after which to try again.</summary>
    public bool TryEnter(out RateLimitLease? place, out TimeSpan retryAfter)
    {
        (place, retryAfter) = (null, TimeSpan.Zero);
        if (_breakerState.CircuitState is CircuitState.Open or CircuitState.Isolated)
        {
            retryAfter = BreakDuration;
            return false;
        }

        var permit = _concurrency.AttemptAcquire();
        if (permit.IsAcquired && Spend(out retryAfter))
        {
            place = permit;
            return true;
        }

        permit.Dispose();
        if (retryAfter == TimeSpan.Zero)
            retryAfter = BusyDelay;
        return false;
    }

    /// <summary>Runs a check under the breaker; null when the breaker refused it.</summary>
    public async ValueTask<CheckResult?> RunAsync<TState>(
        Func<TState, ValueTask<CheckResult>> check, TState state, CancellationToken cancellationToken)
    {
        if (_breaker is null)
            return await check(state);

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await _breaker.ExecuteOutcomeAsync(
                static async (_, call) => Outcome.FromResult(await call.check(call.state)), context, (check, state));
            return outcome.Exception is BrokenCircuitException ? null : outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _concurrency.DisposeAsync();
        if (_rate is not null)
            await _rate.DisposeAsync();
    }

    private bool Spend(out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (_rate is null)
            return true;

        using var token = _rate.AttemptAcquire();
        if (!token.IsAcquired)
            token.TryGetMetadata(MetadataName.RetryAfter, out retryAfter);
        return token.IsAcquired;
    }

    private ResiliencePipeline<CheckResult> BuildBreaker(TimeProvider time) =>
        new ResiliencePipelineBuilder<CheckResult> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<CheckResult>
            {
                ShouldHandle = static arguments => new ValueTask<bool>(
                    arguments.Outcome.Result is { Outcome: CheckOutcome.Failed, Failure: { } failure } && FailureDefaults.SpeaksOfVendor(failure.Kind)),
                FailureRatio = BreakerFailureRatio,
                MinimumThroughput = BreakerMinimumThroughput,
                BreakDuration = BreakDuration,
                StateProvider = _breakerState,
            })
            .Build();
}
