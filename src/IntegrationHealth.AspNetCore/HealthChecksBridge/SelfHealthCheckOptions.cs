namespace IntegrationHealth.HealthChecksBridge;

/// <summary>When the library counts itself as ill.</summary>
public sealed class SelfHealthCheckOptions
{
    /// <summary>Longest time in which the scheduler may not have looked for due checks. Default 30 s; it looks every second.</summary>
    public TimeSpan MaxSchedulerSilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How late checks may begin before the host counts as Degraded. Default 1 min.</summary>
    public TimeSpan MaxQueueLag { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a due notification may wait before the host counts as Degraded. Default 5 min.</summary>
    public TimeSpan MaxOutboxLag { get; set; } = TimeSpan.FromMinutes(5);
}
