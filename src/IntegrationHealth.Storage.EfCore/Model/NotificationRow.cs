using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Storage.Model;

/// <summary>A row of the outbox.</summary>
internal sealed class NotificationRow
{
    /// <summary>The order in which notifications were made.</summary>
    public long Seq { get; set; }

    public required string Id { get; set; }

    public required string ChannelId { get; set; }

    public required string OrderKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset DueAt { get; set; }

    public NotificationState State { get; set; }

    /// <summary>When it may be claimed: its due time, or the end of the lease. Null once it is delivered or dead; indexes of the waiting go by it.</summary>
    public DateTimeOffset? AvailableAt { get; set; }

    public long Fence { get; set; }

    public int Attempts { get; set; }

    public string? Detail { get; set; }

    /// <summary>The notification as JSON.</summary>
    public required string Document { get; set; }
}
