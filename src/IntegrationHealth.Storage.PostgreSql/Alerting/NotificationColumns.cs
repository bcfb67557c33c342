using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.PostgreSql.Writing;

namespace IntegrationHealth.Storage.PostgreSql.Alerting;

/// <summary>New notifications, in their order.</summary>
internal sealed class NotificationColumns
{
    private readonly Column<int> _order;
    private readonly Column<string> _ids, _channels, _orderKeys, _documents;
    private readonly Column<DateTime> _createdAt, _dueAt;
    private readonly Column<DateTime?> _leasedUntil;
    private readonly HashSet<(string Channel, string OrderKey)> _ahead = [];

    public NotificationColumns()
    {
        _order = Set.Add<int>("ord", "integer");
        _ids = Set.Add<string>("id", "text");
        _channels = Set.Add<string>("channel_id", "text");
        _orderKeys = Set.Add<string>("order_key", "text");
        _createdAt = Set.Add<DateTime>("created_at", "timestamptz");
        _dueAt = Set.Add<DateTime>("due_at", "timestamptz");
        _documents = Set.Add<string>("document", "text");
        _leasedUntil = Set.Add<DateTime?>("leased_until", "timestamptz");
    }

    public ColumnSet Set { get; } = new();

    public int Rows => _ids.Values.Count;

    /// <param name="notification">The notification.</param>
    /// <param name="leasedUntil">When its lease ends, by the database's clock; null for one that is not leased.</param>
    public void Add(Notification notification, DateTimeOffset? leasedUntil)
    {
        // The statement sees what is stored, and not the other rows that it brings.
        var isFirst = _ahead.Add((notification.ChannelId, notification.OrderKey));
        _order.Add(_order.Values.Count);
        _ids.Add(notification.Id);
        _channels.Add(notification.ChannelId);
        _orderKeys.Add(notification.OrderKey);
        _createdAt.Add(StoredTime.Of(notification.Message.Timestamp));
        _dueAt.Add(StoredTime.Of(AlertDocuments.DueTime(notification.DueAt)));
        _documents.Add(AlertDocuments.Write(notification));
        _leasedUntil.Add(isFirst ? StoredTime.Of(leasedUntil) : null);
    }
}

/// <summary>How attempts ended.</summary>
internal sealed class CompletionColumns
{
    private readonly Column<string> _ids, _details;
    private readonly Column<string?> _documents;
    private readonly Column<long> _fences;
    private readonly Column<short> _states;
    private readonly Column<DateTime> _dueAt;
    private readonly Column<int> _counted;

    public CompletionColumns()
    {
        _ids = Set.Add<string>("id", "text");
        _fences = Set.Add<long>("fence", "bigint");
        _states = Set.Add<short>("state", "smallint");
        _dueAt = Set.Add<DateTime>("due_at", "timestamptz");
        _details = Set.Add<string>("detail", "text");
        _counted = Set.Add<int>("counted", "integer");
        _documents = Set.Add<string?>("document", "text");
    }

    public ColumnSet Set { get; } = new();

    public AlertEventColumns Steps { get; } = new();

    public void Add(DeliveryCompletion completion)
    {
        _ids.Add(completion.NotificationId);
        _fences.Add(completion.Fence);
        _states.Add((short)completion.State);
        _dueAt.Add(StoredTime.Of(AlertDocuments.DueTime(completion.DueAt)));
        _details.Add(StoredText.Clean(completion.Detail)!);
        _counted.Add(completion.CountsAsAttempt ? 1 : 0);
        _documents.Add(completion.Changed is { } changed ? AlertDocuments.Write(changed) : null);
        foreach (var step in completion.Events)
            Steps.Add(step, completion.NotificationId);
    }
}
