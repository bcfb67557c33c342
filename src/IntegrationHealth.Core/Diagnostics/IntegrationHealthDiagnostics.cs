using System.Diagnostics;

namespace IntegrationHealth.Diagnostics;

/// <summary>Names under which telemetry is found. Instruments follow the OpenTelemetry conventions: seconds, and tags of few values.</summary>
public static class IntegrationHealthDiagnostics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "IntegrationHealth";

    /// <summary>Name of the activity source.</summary>
    public const string ActivitySourceName = "IntegrationHealth";

    /// <summary>Histogram, <c>s</c>: time of one check. Tags: provider, outcome, failure kind.</summary>
    public const string CheckDuration = "integration_health.check.duration";

    /// <summary>Histogram, <c>s</c>: how late checks begin after they were due. Tag: provider.</summary>
    public const string QueueLateness = "integration_health.queue.lateness";

    /// <summary>Counter, <c>{check}</c>: checks put off because their provider was busy. Tag: provider.</summary>
    public const string QueueDeferred = "integration_health.queue.deferred";

    /// <summary>Counter, <c>{lease}</c>: leases lost before their result was committed.</summary>
    public const string QueueLost = "integration_health.queue.lost";

    /// <summary>Gauge, <c>{host}</c>: hosts that share the work, as this one sees them.</summary>
    public const string Hosts = "integration_health.hosts";

    /// <summary>Gauge, <c>{lease}</c>: checks that this host has claimed and not completed.</summary>
    public const string HostLeases = "integration_health.host.leases";

    /// <summary>Gauge, <c>{check}/min</c>: checks that this host began in the last minute.</summary>
    public const string HostThroughput = "integration_health.host.throughput";

    /// <summary>Up-down counter, <c>{check}</c>: checks under way.</summary>
    public const string ChecksActive = "integration_health.check.active";

    /// <summary>Histogram, <c>s</c>: time of one commit.</summary>
    public const string WriteDuration = "integration_health.write.duration";

    /// <summary>Histogram, <c>{result}</c>: results in one commit.</summary>
    public const string WriteBatchSize = "integration_health.write.batch_size";

    /// <summary>Counter, <c>{result}</c>: results refused, because another host had written.</summary>
    public const string WriteRefused = "integration_health.write.refused";

    /// <summary>Counter, <c>{failure}</c>: commits that failed and were tried again.</summary>
    public const string WriteFailures = "integration_health.write.failures";

    /// <summary>Counter, <c>{transition}</c>: changes of status. Tags: provider, status.</summary>
    public const string StatusTransitions = "integration_health.status.transitions";

    /// <summary>Gauge, <c>{integration}</c>: integrations by status. Tags: provider, status.</summary>
    public const string StatusIntegrations = "integration_health.status.integrations";

    /// <summary>Gauge, <c>1</c>: share of the budget of vendor quota that checks have used, 0–1. Tags: provider, OAuth client.</summary>
    public const string QuotaUsed = "integration_health.quota.used";

    /// <summary>Counter, <c>{attempt}</c>: attempts to deliver a notification. Tags: channel type, how it ended.</summary>
    public const string NotificationAttempts = "integration_health.notification.attempts";

    /// <summary>Histogram, <c>s</c>: time of one attempt to deliver. Tag: channel type.</summary>
    public const string NotificationDuration = "integration_health.notification.duration";

    /// <summary>Gauge, <c>{notification}</c>: notifications that wait for their delivery, as this host last saw them.</summary>
    public const string NotificationsWaiting = "integration_health.notification.waiting";

    /// <summary>Gauge, <c>{notification}</c>: notifications that were given up and kept.</summary>
    public const string NotificationsDead = "integration_health.notification.dead";

    /// <summary>Gauge, <c>s</c>: how long the oldest overdue notification has been due; 0 when none is. Tag: channel type.</summary>
    public const string NotificationOldestAge = "integration_health.notification.oldest_age";

    /// <summary>Gauge, <c>{rule}</c>: alert rules that this host cannot judge or read.</summary>
    public const string AlertRuleFaults = "integration_health.alert_rule.faults";

    /// <summary>Counter, <c>{read}</c>: reads of numbers that may be cached. Tag: how they were answered.</summary>
    public const string CacheReads = "integration_health.cache.reads";

    /// <summary>Gauge, <c>1</c>: share of those reads that storage was spared since the start, 0–1; stale answers count nowhere.</summary>
    public const string CacheHitRatio = "integration_health.cache.hit_ratio";

    /// <summary>Tag: how a read was answered: <c>hit</c>, <c>miss</c>, or <c>stale</c> while storage is away.</summary>
    public const string CacheResultTag = "integration_health.cache.result";

    /// <summary>Tag: type of the channel; <c>none</c> where the channel is gone.</summary>
    public const string ChannelTypeTag = "integration_health.channel.type";

    /// <summary>Tag: how an attempt to deliver ended: <c>delivered</c>, <c>retried</c> or <c>failed</c>.</summary>
    public const string DeliveryOutcomeTag = "integration_health.delivery.outcome";

    /// <summary>Tag: name of the provider.</summary>
    public const string ProviderTag = "integration_health.provider";

    /// <summary>Tag: id of the OAuth client; empty where credentials name none.</summary>
    public const string ClientTag = "integration_health.oauth_client.id";

    /// <summary>Tag: how the check ended.</summary>
    public const string OutcomeTag = "integration_health.outcome";

    /// <summary>Tag: the diagnosis, where there is one; the conventions' name for it.</summary>
    public const string FailureKindTag = "error.type";

    /// <summary>Tag: the status.</summary>
    public const string StatusTag = "integration_health.status";

    /// <summary>Tag of activities alone: the integration.</summary>
    public const string IntegrationIdTag = "integration_health.integration.id";

    internal const string CheckActivity = "integration_health.check";

    internal static readonly ActivitySource ActivitySource = new(ActivitySourceName);
}
