namespace IntegrationHealth.Email;

/// <summary>
/// Who has a notification already, while others of it wait for another attempt: nobody gets it twice because somebody else's mailbox was full. It is
/// memory, so after a restart all get it again, with the same Message-ID.
/// </summary>
internal sealed class DeliveredRecipients
{
    private const int MostNotifications = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<string>> _delivered = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Has(string notificationId, string recipient)
    {
        lock (_gate)
            return _delivered.TryGetValue(notificationId, out var delivered) && delivered.Contains(recipient);
    }

    public void Add(string notificationId, string recipient)
    {
        lock (_gate)
        {
            if (!_delivered.TryGetValue(notificationId, out var delivered))
            {
                _delivered.Add(notificationId, delivered = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                _order.Enqueue(notificationId);
                if (_order.Count > MostNotifications)
                    _delivered.Remove(_order.Dequeue());
            }

            delivered.Add(recipient);
        }
    }
}
