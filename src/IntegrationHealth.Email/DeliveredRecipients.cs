namespace IntegrationHealth.Email;

/// <summary>
/// Who has a notification already, while others of it wait for another attempt: nobody gets it twice because somebody else's mailbox was full, or
/// the server slow. It is memory of attempts that were cut off before they could say so; what one said is stored with the notification.
/// </summary>
internal sealed class DeliveredRecipients
{
    private const int MostNotifications = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, bool>> _tried = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Has(string notificationId, string recipient)
    {
        lock (_gate)
            return _tried.TryGetValue(notificationId, out var tried) && tried.GetValueOrDefault(recipient);
    }

    /// <summary>True when an attempt came as far as this recipient and did not succeed.</summary>
    public bool WasTried(string notificationId, string recipient)
    {
        lock (_gate)
            return _tried.TryGetValue(notificationId, out var tried) && tried.TryGetValue(recipient, out var has) && !has;
    }

    public void Add(string notificationId, EmailResult result)
    {
        lock (_gate)
        {
            if (!_tried.TryGetValue(notificationId, out var tried))
            {
                _tried.Add(notificationId, tried = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase));
                _order.Enqueue(notificationId);
                if (_order.Count > MostNotifications)
                    _tried.Remove(_order.Dequeue());
            }

            tried[result.Recipient] = result.Accepted;
        }
    }
}
