using IntegrationHealth.Alerting.Channels.Http;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Alerting.Channels.Slack;

/// <summary>Posts to an incoming webhook of Slack.</summary>
internal sealed class SlackChannel(ChannelHttp http, MessageTemplates templates, ILogger<SlackChannel> logger) : INotificationChannel
{
    public const string TypeName = "slack";

    private const string Example = "https://hooks.slack.com/services/T…/B…/…";

    /// <summary>What Slack answers when the webhook or its conversation is gone for good.</summary>
    private static readonly string[] Gone =
        ["no_service", "no_service_id", "no_team", "team_disabled", "channel_is_archived", "channel_not_found", "invalid_token", "no_active_hooks"];

    public string Type => TypeName;

    public IReadOnlyList<string> TemplateParts { get; } = ["title", "text"];

    /// <summary>Slack takes one message a second.</summary>
    public int? DefaultMaxPerMinute => 60;

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel)
    {
        var errors = new List<IntegrationValidationError>();
        UriOf(channel, errors);
        errors.AddRange(MessageTemplates.Validate(channel, TemplateParts));
        return errors;
    }

    public async Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken)
    {
        var errors = new List<IntegrationValidationError>();
        if (UriOf(channel, errors) is not { } uri)
            return DeliveryOutcome.Retry(errors[0].Message);
        var title = await templates.RenderAsync(channel, message, "title", TemplateEscaping.None, cancellationToken);
        var text = await templates.RenderAsync(channel, message, "text", TemplateEscaping.Slack, cancellationToken);
        if (text?.Length > SlackMessage.LongestSection)
            Log.TextCut(logger, message.Id, channel.Id, text.Length, SlackMessage.LongestSection);
        var (answer, failure) = await http.PostAsync(
            channel, uri, SlackMessage.Write(message, title, text), "application/json; charset=utf-8", null, cancellationToken);
        return failure ?? Judge(answer!);
    }

    private static DeliveryOutcome Judge(ChannelAnswer answer) => answer.Status switch
    {
        >= 400 and < 500 when Gone.Contains(answer.Body, StringComparer.Ordinal) => DeliveryOutcome.Gone(answer.Detail),
        // What Slack cannot read today it cannot read tomorrow.
        400 or 413 => DeliveryOutcome.Rejected(answer.Detail),
        _ => answer.ToOutcome(),
    };

    private static Uri? UriOf(NotificationChannel channel, List<IntegrationValidationError> errors) =>
        ChannelRules.Read(channel, ChannelSettingsJson.Default.SlackChannelSettings, errors) is { } settings
            ? ChannelRules.UrlOf(channel, settings.Url, Example, errors)
            : null;
}
