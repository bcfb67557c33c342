using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Channels.Content;

/// <summary>A link that is shown as a button.</summary>
/// <param name="Text">What the button says.</param>
/// <param name="Url">An absolute http or https address.</param>
internal readonly record struct MessageLink(string Text, string Url);

/// <summary>The links of a message. Pure.</summary>
internal static class MessageLinks
{
    private const int LongestUrl = 2_000;

    /// <summary>
    /// What a person can do, the repair first. Links about one alert are given only where the message is about one: of several the button
    /// would not say which.
    /// </summary>
    public static IEnumerable<MessageLink> Of(NotificationMessage message)
    {
        if (message is not { Alerts: [var only], Truncated: 0 })
            yield break;
        foreach (var (text, url) in new[]
        {
            (ActionText(only), only.ActionUrl), ("Acknowledge", only.AcknowledgeUrl), ("Resolve", only.ResolveUrl), ("Documentation", only.DocsUrl),
        })
        {
            if (Safe(url) is { } link)
                yield return new MessageLink(text, link);
        }
    }

    /// <summary>The address, when it is an absolute http or https address; null for <c>javascript:</c> and the like.</summary>
    public static string? Safe(string? url) =>
        url is { Length: > 0 and <= LongestUrl } && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri.AbsoluteUri
            : null;

    /// <summary>What the repair is called.</summary>
    public static string ActionText(NotificationAlert item) => item.Action switch
    {
        Checks.RecoveryAction.Reconnect => "Reconnect",
        Checks.RecoveryAction.GrantScopes => "Grant access",
        Checks.RecoveryAction.FixConfiguration => "Fix settings",
        Checks.RecoveryAction.ContactAdministrator => "Contact administrator",
        _ => "Open",
    };
}
