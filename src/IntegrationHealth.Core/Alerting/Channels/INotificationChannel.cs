using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>Delivers notifications of one type of channel. One instance for the host; the channel's settings come with each call.</summary>
public interface INotificationChannel
{
    /// <summary>The type as <see cref="NotificationChannel.Type"/> names it.</summary>
    string Type { get; }

    /// <summary>Parts of a message that the channel's <see cref="NotificationChannel.Templates"/> may replace. Default none.</summary>
    IReadOnlyList<string> TemplateParts => [];

    /// <summary>Most notifications a minute where the channel sets none, as the vendor documents it; unlimited when null. Default unlimited.</summary>
    int? DefaultMaxPerMinute => null;

    /// <summary>What is wrong with a channel that a person wants to save: one (field, message) for each value that is not allowed.</summary>
    IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel);

    /// <summary>
    /// Tries once to deliver. Never throws for a failed delivery, never retries by itself: that is the outbox's part. The same message id
    /// may come again after a crash; pass it on so that the receiver can tell.
    /// </summary>
    Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken);
}

/// <summary>How one attempt to deliver ended.</summary>
/// <param name="Status">Whether to try again.</param>
/// <param name="Detail">What the far end said, in words, without secrets; up to 500 characters.</param>
/// <param name="RetryAfter">What the far end asked to wait.</param>
public sealed record DeliveryOutcome(DeliveryStatus Status, string Detail, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// What this attempt got done, such as who has the message already, in the channel type's own words and without secrets; up to 32,768 characters. It
    /// is stored with the notification, and the next attempt finds it in <see cref="NotificationMessage.Progress"/>. Null leaves what an earlier one said.
    /// </summary>
    public string? Progress { get; init; }

    /// <summary>The far end has it.</summary>
    public static DeliveryOutcome Delivered(string detail) => new(DeliveryStatus.Delivered, detail);

    /// <summary>It did not work this time.</summary>
    public static DeliveryOutcome Retry(string detail, TimeSpan? retryAfter = null) => new(DeliveryStatus.Retry, detail, retryAfter);

    /// <summary>
    /// It will never work for this notification: it is given up, and the other channels are told. Where all are refused for three days, the channel is
    /// switched off.
    /// </summary>
    public static DeliveryOutcome Rejected(string detail) => new(DeliveryStatus.Rejected, detail);

    /// <summary>
    /// The far end is gone for good (HTTP 410), or takes nothing with this key or address: the channel is switched off, the other channels are told, and what
    /// comes after waits.
    /// </summary>
    public static DeliveryOutcome Gone(string detail) => new(DeliveryStatus.Gone, detail);
}

/// <summary>Whether to try again.</summary>
public enum DeliveryStatus
{
    /// <summary>The far end has it.</summary>
    Delivered,

    /// <summary>Try again later.</summary>
    Retry,

    /// <summary>Do not try this notification again.</summary>
    Rejected,

    /// <summary>Do not use this channel again.</summary>
    Gone,
}
