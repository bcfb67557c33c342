using System.Diagnostics.Metrics;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Evaluation;
using static IntegrationHealth.Diagnostics.IntegrationHealthDiagnostics;

namespace IntegrationHealth.Alerting.Outbox;

/// <summary>
/// Instruments of the delivery. That the oldest gets older is the sign that something is stuck, whatever is counted; it grows even where
/// this host does not come to look any more.
/// </summary>
internal sealed class DeliveryMetrics
{
    /// <summary>The type where a channel is gone.</summary>
    public const string NoChannel = "none";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30],
    };

    private readonly ChannelDirectory _channels;
    private readonly TimeProvider _time;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly ObservableGauge<double> _oldest;
    private readonly ObservableGauge<long> _waiting;
    private readonly ObservableGauge<long> _dead;
    private volatile OutboxDepth? _depth;

    public DeliveryMetrics(IMeterFactory meters, ChannelDirectory channels, RuleFaults faults, TimeProvider time)
    {
        (_channels, _time) = (channels, time);
        var meter = meters.Create(MeterName);
        _attempts = meter.CreateCounter<long>(NotificationAttempts, "{attempt}", "Attempts to deliver a notification.");
        _duration = meter.CreateHistogram<double>(NotificationDuration, "s", "Time of one attempt to deliver.", tags: null, Seconds);
        _oldest = meter.CreateObservableGauge(NotificationOldestAge, OldestAges, "s", "How long the oldest overdue notification has been due.");
        _waiting = meter.CreateObservableGauge(NotificationsWaiting, () => CountOf(depth => depth.Waiting), "{notification}", "Notifications that wait for their delivery.");
        _dead = meter.CreateObservableGauge(NotificationsDead, () => CountOf(depth => depth.Dead), "{notification}", "Notifications that were given up and kept.");
        meter.CreateObservableGauge(AlertRuleFaults, () => (long)faults.List().Count, "{rule}", "Alert rules that cannot be judged or read.");
    }

    /// <summary>False while nobody listens to the gauges, so that storage need not be asked.</summary>
    public bool AreWatched => _oldest.Enabled || _waiting.Enabled || _dead.Enabled;

    /// <summary>An attempt ended.</summary>
    /// <param name="channelType">Type of the channel.</param>
    /// <param name="state">Delivered, due again, or dead.</param>
    /// <param name="duration">How long it took.</param>
    public void Attempted(string channelType, NotificationState state, TimeSpan duration)
    {
        var type = new KeyValuePair<string, object?>(ChannelTypeTag, channelType);
        _attempts.Add(1, type, new(DeliveryOutcomeTag, state switch
        {
            NotificationState.Delivered => "delivered",
            NotificationState.Dead => "failed",
            _ => "retried",
        }));
        _duration.Record(duration.TotalSeconds, type);
    }

    /// <summary>What waits, as it was just read.</summary>
    public void Saw(OutboxDepth depth) => _depth = depth;

    private IEnumerable<Measurement<long>> CountOf(Func<OutboxDepth, int> count) => _depth is { } depth ? [new Measurement<long>(count(depth))] : [];

    private IEnumerable<Measurement<double>> OldestAges()
    {
        if (_depth is not { } depth)
            return [];
        var now = _time.GetUtcNow();
        var types = _channels.All.ToDictionary(channel => channel.Id, channel => channel.Type, StringComparer.Ordinal);
        var ages = types.Values.Distinct(StringComparer.Ordinal).ToDictionary(type => type, _ => 0.0, StringComparer.Ordinal);
        foreach (var (channelId, dueAt) in depth.OldestDueAtByChannel)
        {
            var type = types.GetValueOrDefault(channelId)
                ?? (OwnerChannels.IsOwners(channelId) ? OwnerType : NoChannel);
            ages[type] = Math.Max(ages.GetValueOrDefault(type), (now - dueAt).TotalSeconds);
        }

        return [.. ages.Select(age => new Measurement<double>(Math.Max(0, age.Value), new KeyValuePair<string, object?>(ChannelTypeTag, age.Key)))];
    }

    /// <summary>Channels that the host gives owners: which type an owner chose is known only when it is asked.</summary>
    private const string OwnerType = "owner";
}
