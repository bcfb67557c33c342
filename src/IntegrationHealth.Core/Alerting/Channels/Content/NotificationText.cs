using System.Globalization;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;

namespace IntegrationHealth.Alerting.Channels.Content;

/// <summary>The built-in words, without any markup; each channel escapes them for its own. Pure.</summary>
internal static class NotificationText
{
    /// <summary>One line that says it all: what, how much, about whom.</summary>
    public static string Title(NotificationMessage message)
    {
        if (message.Type == NotificationType.Test)
            return "Test notification from IntegrationHealth";
        var count = message.Alerts.Count + message.Truncated;
        var state = Word(message);
        return count == 1 && message.Alerts is [var only]
            ? $"[{state}] {message.RuleName}: {only.Alert.Name}"
            : string.Create(CultureInfo.InvariantCulture, $"[{state}:{count}] {message.RuleName}");
    }

    /// <summary>FIRING, RESOLVED, ENDED …, and why it is told again.</summary>
    private static string Word(NotificationMessage message) => (message.Type, message.Reason) switch
    {
        (NotificationType.Resolved, _) => IsEnded(message) ? "ENDED" : "RESOLVED",
        (NotificationType.Acknowledged, _) => "ACKNOWLEDGED",
        (_, NotificationReason.Escalation) => "ESCALATED",
        (_, NotificationReason.Repeat) => "STILL FIRING",
        _ => "FIRING",
    };

    /// <summary>True for a message that is no good news: nobody judges its alerts any more, which is not to say that anything is well again.</summary>
    public static bool IsEnded(NotificationMessage message) =>
        message.Type == NotificationType.Resolved && message.Alerts.Count > 0 && message.Alerts.All(item => EndedWithoutRecovery(item.Alert));

    /// <summary>What one alert says: <c>Alice's Gmail (gmail): Google no longer accepts this connection.</c></summary>
    public static string Line(NotificationAlert item)
    {
        var alert = item.Alert;
        var name = alert.Name == alert.Provider ? alert.Name : $"{alert.Name} ({alert.Provider})";
        return End(alert) is { } end ? $"{name}: {end} – {alert.Message}" : $"{name}: {alert.Message}";
    }

    /// <summary>How an alert ended: <c>resolved</c>, or why nobody judges it any more; null while it lasts.</summary>
    public static string? End(Alert alert) => alert.State != AlertState.Resolved ? null : alert.ResolvedReason switch
    {
        ResolvedReason.Manual => "resolved by hand",
        ResolvedReason.RuleChanged => "ended, as its rule was changed",
        ResolvedReason.RuleDeleted => "ended, as its rule was removed",
        ResolvedReason.RuleDisabled => "ended, as its rule was switched off",
        ResolvedReason.IntegrationDeleted => "ended, as the integration was removed",
        ResolvedReason.IntegrationPaused => "ended, as the integration was paused",
        ResolvedReason.OutOfScope => "ended, as its rule no longer watches it",
        _ => "resolved",
    };

    /// <summary>True when neither its conditions were seen clear, nor a person said that it is over.</summary>
    private static bool EndedWithoutRecovery(Alert alert) => alert.State == AlertState.Resolved
        && alert.ResolvedReason is not (null or ResolvedReason.Cleared or ResolvedReason.Manual);

    /// <summary>How many more there are; null when all are told.</summary>
    public static string? More(NotificationMessage message) =>
        message.Truncated == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"and {message.Truncated:N0} more");

    /// <summary>When it began, or ended: UTC, to the second.</summary>
    public static string Since(Alert alert) => alert.ResolvedAt is { } end
        ? string.Create(CultureInfo.InvariantCulture, $"from {alert.FiredAt ?? alert.StartedAt:yyyy-MM-dd HH:mm:ss} to {end:yyyy-MM-dd HH:mm:ss} UTC")
        : string.Create(CultureInfo.InvariantCulture, $"since {alert.FiredAt ?? alert.StartedAt:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>A severity as it is written everywhere: <c>critical</c>.</summary>
    public static string NameOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => "critical",
        AlertSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>A type as it is written everywhere: <c>alert.firing</c>.</summary>
    public static string NameOf(NotificationType type) => type switch
    {
        NotificationType.Resolved => "alert.resolved",
        NotificationType.Acknowledged => "alert.acknowledged",
        NotificationType.Test => "alert.test",
        _ => "alert.firing",
    };

    /// <summary>A text of at most <paramref name="longest"/> characters; what is cut off is marked, and no character is cut in two.</summary>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = longest - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
