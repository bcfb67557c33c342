namespace IntegrationHealth.Alerting.Channels.Http;

/// <summary>What a far end answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Up to 4 KiB of the body, without secrets.</param>
/// <param name="RetryAfter">What it asked to wait.</param>
/// <param name="Clock">What time it is there; null where it does not say.</param>
/// <param name="Aborts">True when it asked for no further attempt (<c>webhook-delivery: abort-message</c>).</param>
internal sealed record ChannelAnswer(int Status, string Body, TimeSpan? RetryAfter, DateTimeOffset? Clock, bool Aborts)
{
    /// <summary>The status, and what stood beside it.</summary>
    public string Detail => Body.Length == 0 ? $"HTTP {Status}" : $"HTTP {Status}: {Content.NotificationText.Shorten(Body, 400)}";

    /// <summary>
    /// What holds for every far end. Errors of the 400 range are tried again as well: most of them are mistakes that people repair, and an
    /// alert that arrives late is better than one that does not.
    /// </summary>
    public DeliveryOutcome ToOutcome() => Status switch
    {
        >= 200 and < 300 => DeliveryOutcome.Delivered(Detail),
        410 => DeliveryOutcome.Gone(Detail),
        >= 300 and < 400 => DeliveryOutcome.Retry($"HTTP {Status}: a redirect, which is not followed; set the address it leads to.", RetryAfter),
        _ when Aborts => DeliveryOutcome.Rejected(Detail),
        _ => DeliveryOutcome.Retry(Detail, RetryAfter),
    };
}
