using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.HealthChecksBridge;

/// <summary>Reports whether the library itself works on this host: it looks for due checks, keeps up with them, can store and can notify.</summary>
internal sealed class SelfHealthCheck(
    ISystemReader system, SelfHealthCheckOptions options, IOptions<IntegrationHealthOptions> settings, TimeProvider time) : IHealthCheck
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!settings.Value.Enabled)
            return SwitchedOff.Result;
        var status = await system.ReadAsync(cancellationToken);
        var silence = time.GetUtcNow() - (status.SchedulerSeenAt ?? _startedAt);
        List<(bool IsFailure, string Text)> findings = [];
        if (silence > options.MaxSchedulerSilence)
            findings.Add((true, $"the scheduler has not looked for due checks for {silence.TotalSeconds:0} s"));
        // Without its queue nothing is checked. Without storage checks go on from memory, and another host would not fare better.
        if (status.Queue is null)
            findings.Add((true, $"the queue does not answer ({status.Error}): nothing is checked"));
        if (status.StorageLatency is null)
            findings.Add((false, $"storage does not answer ({status.Error}): results wait in memory"));
        else if (status.WritesFailingSince is { } since)
            findings.Add((false, $"results cannot be stored since {since:u}, and {status.ResultsWaiting} wait in memory"));
        if (status.QueueLag > options.MaxQueueLag)
            findings.Add((false, $"checks are {status.QueueLag.TotalSeconds:0} s late"));
        if (status.OutboxLag > options.MaxOutboxLag)
            findings.Add((false, $"a notification has waited for {status.OutboxLag.Value.TotalSeconds:0} s"));

        var worst = findings.Any(finding => finding.IsFailure) ? context.Registration.FailureStatus
            : findings.Count > 0 ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        var text = findings.Count == 0 ? "The scheduler runs, keeps up, and storage answers." : string.Join("; ", findings.Select(finding => finding.Text)) + ".";
        return new HealthCheckResult(worst, char.ToUpperInvariant(text[0]) + text[1..], data: Data(status, silence));
    }

    private static Dictionary<string, object> Data(SystemStatus status, TimeSpan silence)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["schedulerSilenceMs"] = (long)silence.TotalMilliseconds,
            ["queueLagMs"] = (long)status.QueueLag.TotalMilliseconds,
            ["checksActive"] = status.ChecksActive,
            ["resultsWaiting"] = status.ResultsWaiting,
            ["storage"] = status.Storage,
        };
        if (status.StorageLatency is { } latency)
            data["storageLatencyMs"] = (long)latency.TotalMilliseconds;
        if (status.OutboxLag is { } outbox)
            data["outboxLagMs"] = (long)outbox.TotalMilliseconds;
        return data;
    }
}
