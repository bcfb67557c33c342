using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Channels;

/// <summary>What the test button and the preview of templates do: at once, and past the outbox.</summary>
internal sealed class ChannelTester(ChannelDirectory channels, ChannelSupervisor supervisor, TimeProvider time)
{
    /// <summary>
    /// Sends a test message and says what the far end said; null when there is no such channel. A channel that is switched off is tried as well; one that was
    /// switched off by itself and is fixed in code or configuration works again after it succeeds.
    /// </summary>
    public async Task<DeliveryOutcome?> TestAsync(string channelId, CancellationToken cancellationToken)
    {
        if (await channels.FindAsync(channelId, cancellationToken) is not { } channel)
            return null;
        if (channels.TypeOf(channel) is not { } type)
            return DeliveryOutcome.Rejected(UnknownType(channel).Message);
        if (ChannelDirectory.Obstacle(channel) is { } obstacle)
            return obstacle;
        using var limit = new CancellationTokenSource(DeliveryRunner.SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var outcome = await type.SendAsync(Sample(NotificationType.Test, time.GetUtcNow()), channel, either.Token);
            // A failed test says nothing about how long the channel has been failing.
            if (outcome.Status == DeliveryStatus.Delivered)
                await supervisor.ReportAsync(channelId, channel, outcome);
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DeliveryOutcome.Retry($"No end within {DeliveryRunner.SendTimeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>What a template makes of a sample alert.</summary>
    /// <param name="channelType">The type of channel.</param>
    /// <param name="key">A part, or an event and a part.</param>
    /// <param name="source">The template.</param>
    /// <exception cref="IntegrationValidationException">There is no such type.</exception>
    /// <exception cref="TemplateRefusedException">The template is wrong; says how, with line and column.</exception>
    public async Task<string> PreviewAsync(string channelType, string key, string source)
    {
        var channel = new NotificationChannel { Id = "preview", Name = "preview", Type = channelType, Templates = new Dictionary<string, string> { [key] = source } };
        if (channels.TypeOf(channel) is not { } type)
            throw new IntegrationValidationException([UnknownType(channel)]);
        if (MessageTemplates.Judge(channel, key, type.TemplateParts) is { } refusal)
            throw new TemplateRefusedException(refusal);
        var @event = key.Split('.')[0];
        var sample = Sample(@event switch
        {
            "resolved" => NotificationType.Resolved,
            "acknowledged" => NotificationType.Acknowledged,
            "test" => NotificationType.Test,
            _ => NotificationType.Firing,
        }, time.GetUtcNow());
        return await MessageTemplates.PreviewAsync(key, source, sample, TemplateEscape.Of(channelType, key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]));
    }

    /// <summary>A message about an alert that does not exist.</summary>
    public static NotificationMessage Sample(NotificationType type, DateTimeOffset now)
    {
        var alert = new Alert
        {
            Id = "test",
            Fingerprint = "test",
            RuleId = "test",
            RuleName = "Test",
            RuleRevision = "1",
            Severity = AlertSeverity.Info,
            Name = "Example integration",
            Provider = "example",
            IntegrationId = "example",
            OwnerId = "example",
            Group = "test",
            State = type == NotificationType.Resolved ? AlertState.Resolved : AlertState.Firing,
            StartedAt = now,
            FiredAt = now,
            ResolvedAt = type == NotificationType.Resolved ? now : null,
            ResolvedReason = type == NotificationType.Resolved ? ResolvedReason.Cleared : null,
            Acknowledged = type == NotificationType.Acknowledged ? new Acknowledgement("example", now) : null,
            Message = "This is a test. Nothing is wrong, and nothing is to be done.",
        };
        return new NotificationMessage
        {
            Id = "ntf_test_" + Guid.NewGuid().ToString("N"),
            Type = type,
            Reason = type switch
            {
                NotificationType.Resolved => NotificationReason.Resolved,
                NotificationType.Acknowledged => NotificationReason.Acknowledged,
                NotificationType.Firing => NotificationReason.First,
                _ => NotificationReason.Test,
            },
            Timestamp = now,
            RuleName = "Test",
            Severity = AlertSeverity.Info,
            GroupKey = "test",
            Alerts = [new NotificationAlert { Alert = alert, IsNews = true }],
        };
    }

    private IntegrationValidationError UnknownType(NotificationChannel channel) => ChannelValidation.Unknown(channel, channels.TypeNames);
}
