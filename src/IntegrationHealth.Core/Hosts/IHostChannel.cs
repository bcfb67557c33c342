namespace IntegrationHealth.Hosts;

/// <summary>
/// Carries short messages from each host to all hosts, within milliseconds and without promise: what a host needs to know stands in storage.
/// Part of what a package provides that shares the due queue. Safe for concurrent use.
/// </summary>
public interface IHostChannel
{
    /// <summary>Most bytes of a message in UTF-8.</summary>
    int MaxMessageBytes { get; }

    /// <summary>Sends a message to all hosts.</summary>
    ValueTask PublishAsync(string message, CancellationToken cancellationToken);

    /// <summary>Hands over messages of all hosts, this one included, and connects again after each failure; ends when it is cancelled.</summary>
    /// <param name="receive">Takes a message; must not block.</param>
    /// <param name="connected">Called each time messages begin to arrive: earlier ones may have been missed. Must not block.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    Task ListenAsync(Action<string> receive, Action connected, CancellationToken cancellationToken);
}
