namespace IntegrationHealth.Hosts;

/// <summary>Which host this is among those that share the work: a new one at each start.</summary>
internal sealed class HostIdentity(TimeProvider time)
{
    public string Id { get; } = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}";

    public string Name { get; } = Environment.MachineName;

    public int ProcessId { get; } = Environment.ProcessId;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();
}
