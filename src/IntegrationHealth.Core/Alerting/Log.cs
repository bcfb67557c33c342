using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Error, "The rule {RuleId} could not be judged for {Subject}; its alert stays as it is", EventName = "RuleFailed")]
    public static partial void RuleFailed(ILogger logger, string ruleId, string subject, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "The rule {RuleId} has {Limit} open alerts; none is made for {Subject}. Narrow its scope or raise its threshold",
        EventName = "RuleLimitExceeded")]
    public static partial void RuleLimitExceeded(ILogger logger, string ruleId, int limit, string subject);

    [LoggerMessage(5003, LogLevel.Error, "The stored {Kind} {Id} cannot be read; it has no effect", EventName = "DocumentIgnored")]
    public static partial void DocumentIgnored(ILogger logger, ConfigurationKind kind, string id, Exception exception);

    [LoggerMessage(5004, LogLevel.Error, "Alerts could not be looked at; the next look follows with the next tick", EventName = "TickFailed")]
    public static partial void TickFailed(ILogger logger, Exception exception);

    [LoggerMessage(5005, LogLevel.Information, "{Count} alert changes were refused: another host came first; they are judged again",
        EventName = "ChangesRefused")]
    public static partial void ChangesRefused(ILogger logger, int count);

    [LoggerMessage(5006, LogLevel.Information, "Alert {AlertId} of {RuleName} for {Subject}: {State}", EventName = "AlertChanged")]
    public static partial void AlertChanged(ILogger logger, string alertId, string ruleName, string subject, Alerts.AlertState state);

    [LoggerMessage(5007, LogLevel.Error, "{Subscriber} threw while it was told of changed alerts; the others are told all the same",
        EventName = "AlertSubscriberThrew")]
    public static partial void SubscriberThrew(ILogger logger, string subscriber, Exception exception);

    [LoggerMessage(5008, LogLevel.Warning, "News of {Count} changed alerts was dropped: subscribers are too slow", EventName = "AlertNewsDropped")]
    public static partial void NewsDropped(ILogger logger, int count);

    [LoggerMessage(5009, LogLevel.Warning, "The escalation of alert {AlertId} ends: its policy {PolicyId} is gone", EventName = "EscalationPolicyGone")]
    public static partial void EscalationPolicyGone(ILogger logger, string alertId, string policyId);

    [LoggerMessage(5020, LogLevel.Error, "The secret of channel {ChannelId} cannot be read, since the keys that protected it are gone; nothing is sent to it until its secret is set again",
        EventName = "ChannelSecretUnreadable")]
    public static partial void SecretUnreadable(ILogger logger, string channelId);

    [LoggerMessage(5010, LogLevel.Error, "The rule {RuleId} tells nobody anything; {Count} channels are told so: {Reason}", EventName = "RuleFaultTold")]
    public static partial void RuleFaultTold(ILogger logger, string ruleId, int count, string reason);

    [LoggerMessage(5011, LogLevel.Error, "The host's code did not say where {ChannelId} is told; its notifications are tried again every {Interval}, the others go on",
        EventName = "OwnerChannelAway")]
    public static partial void OwnerChannelAway(ILogger logger, string channelId, TimeSpan interval, Exception exception);
}
