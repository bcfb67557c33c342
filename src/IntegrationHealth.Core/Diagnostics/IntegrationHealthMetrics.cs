using System.Diagnostics;
using System.Diagnostics.Metrics;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Status;
using static IntegrationHealth.Diagnostics.IntegrationHealthDiagnostics;

namespace IntegrationHealth.Diagnostics;

/// <summary>The instruments. A measurement costs nothing while nobody listens.</summary>
internal sealed class IntegrationHealthMetrics
{
    /// <summary>Bucket bounds from a fast commit to the longest timeout; a reader's own would be made for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly IntegrationRegistry _registry;
    private readonly Histogram<double> _checkDuration;
    private readonly Histogram<double> _lateness;
    private readonly Counter<long> _deferred;
    private readonly Counter<long> _lost;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _writeDuration;
    private readonly Histogram<long> _batchSize;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _writeFailures;
    private readonly Counter<long> _transitions;

    public IntegrationHealthMetrics(IMeterFactory meters, IntegrationRegistry registry)
    {
        _registry = registry;
        var meter = meters.Create(MeterName);
        _checkDuration = meter.CreateHistogram<double>(CheckDuration, "s", "Time of one check.", tags: null, Seconds);
        _lateness = meter.CreateHistogram<double>(QueueLateness, "s", "How late checks begin after they were due.", tags: null, Seconds);
        _deferred = meter.CreateCounter<long>(QueueDeferred, "{check}", "Checks put off because their provider was busy.");
        _lost = meter.CreateCounter<long>(QueueLost, "{lease}", "Leases lost before their result was committed.");
        _active = meter.CreateUpDownCounter<long>(ChecksActive, "{check}", "Checks under way.");
        _writeDuration = meter.CreateHistogram<double>(WriteDuration, "s", "Time of one commit.", tags: null, Seconds);
        _batchSize = meter.CreateHistogram<long>(WriteBatchSize, "{result}", "Results in one commit.");
        _refused = meter.CreateCounter<long>(WriteRefused, "{result}", "Results refused, because another host had written.");
        _writeFailures = meter.CreateCounter<long>(WriteFailures, "{failure}", "Commits that failed and were tried again.");
        _transitions = meter.CreateCounter<long>(StatusTransitions, "{transition}", "Changes of status.");
        meter.CreateObservableGauge(StatusIntegrations, CountByStatus, "{integration}", "Integrations by status.");
    }

    public void CheckStarted(string provider, TimeSpan lateness)
    {
        _active.Add(1);
        _lateness.Record(Math.Max(0, lateness.TotalSeconds), new KeyValuePair<string, object?>(ProviderTag, provider));
    }

    public void CheckStopped() => _active.Add(-1);

    public void CheckEnded(string provider, CheckResult result, TimeSpan duration)
    {
        if (!_checkDuration.Enabled)
            return;
        var tags = new TagList { { ProviderTag, provider }, { OutcomeTag, NameOf(result.Outcome) } };
        if (result.Failure is { } failure)
            tags.Add(FailureKindTag, NameOf(failure.Kind));
        _checkDuration.Record(duration.TotalSeconds, tags);
    }

    public void CheckDeferred(string provider) => _deferred.Add(1, new KeyValuePair<string, object?>(ProviderTag, provider));

    public void LeasesLost(int count) => _lost.Add(count);

    public void Committed(int results, int refused, TimeSpan duration)
    {
        _writeDuration.Record(duration.TotalSeconds);
        _batchSize.Record(results);
        if (refused > 0)
            _refused.Add(refused);
    }

    public void CommitFailed() => _writeFailures.Add(1);

    public void Transition(string provider, IntegrationStatus status) =>
        _transitions.Add(1, new(ProviderTag, provider), new(StatusTag, NameOf(status)));

    /// <summary>Enum names as telemetry and logs write them, without an allocation.</summary>
    public static string NameOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Succeeded => "succeeded",
        CheckOutcome.Degraded => "degraded",
        CheckOutcome.Failed => "failed",
        _ => "inconclusive",
    };

    private static readonly string[] FailureNames =
        [.. Enum.GetValues<FailureKind>().Select(kind => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..])];

    private static string NameOf(FailureKind kind) => FailureNames[(int)kind];

    private static string NameOf(IntegrationStatus status) => status switch
    {
        IntegrationStatus.Healthy => "healthy",
        IntegrationStatus.Degraded => "degraded",
        IntegrationStatus.Unhealthy => "unhealthy",
        IntegrationStatus.Paused => "paused",
        _ => "unknown",
    };

    private IEnumerable<Measurement<long>> CountByStatus() => _registry.All
        .CountBy(monitored => (monitored.Integration.Provider, monitored.Snapshot.Status))
        .Select(group => new Measurement<long>(group.Value, new(ProviderTag, group.Key.Provider), new(StatusTag, NameOf(group.Key.Status))));
}
