using IntegrationHealth.Alerting.Channels.Http;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Channels.PagerDuty;

/// <summary>Sends events to PagerDuty (Events API v2): one PagerDuty incident a group of alerts, acknowledged and resolved with it.</summary>
internal sealed class PagerDutyChannel(ChannelHttp http, MessageTemplates templates) : INotificationChannel
{
    public const string TypeName = "pagerDuty";

    private const int LongestKey = 100;

    public string Type => TypeName;

    public IReadOnlyList<string> TemplateParts { get; } = ["summary"];

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel)
    {
        var errors = new List<IntegrationValidationError>();
        UriOf(channel, errors);
        if (!IsKey(channel.Secret))
            errors.Add(new("secret", "secret is missing or not allowed; it must be the integration key of an Events API v2 integration: 1 to 100 letters and digits."));
        errors.AddRange(MessageTemplates.Validate(channel, TemplateParts));
        return errors;
    }

    public async Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken)
    {
        var errors = new List<IntegrationValidationError>();
        if (UriOf(channel, errors) is not { } uri)
            return DeliveryOutcome.Retry(errors[0].Message);
        if (!IsKey(channel.Secret))
            return DeliveryOutcome.Retry("The integration key is missing; set the channel's secret.");
        if (PagerDutyEvent.ChangesNothing(message))
            return DeliveryOutcome.Delivered($"Nothing was sent: the incident stays open, as {message.StillFiring} more of its alerts still fire and are held back.");
        var summary = await templates.RenderAsync(channel, message, "summary", TemplateEscaping.None, cancellationToken);
        var (answer, failure) = await http.PostAsync(
            channel, uri, PagerDutyEvent.Write(message, channel.Secret!, summary), "application/json", null, cancellationToken);
        return failure ?? Judge(answer!);
    }

    /// <summary>
    /// PagerDuty answers 400 to what it will never take, and 429 to what comes too fast. Where it speaks of the integration key no event will be taken, as
    /// after a rotation: that is said of the channel, and what comes after waits for another key.
    /// </summary>
    private static DeliveryOutcome Judge(ChannelAnswer answer) => answer.Status switch
    {
        400 when SpeaksOfKey(answer.Body) => DeliveryOutcome.Gone(answer.Detail),
        400 or 413 => DeliveryOutcome.Rejected(answer.Detail),
        _ => answer.ToOutcome(),
    };

    /// <summary>As in <c>'routing_key' is invalid</c> or <c>Invalid routing key</c>.</summary>
    private static bool SpeaksOfKey(string body) =>
        body.Contains("routing_key", StringComparison.OrdinalIgnoreCase) || body.Contains("routing key", StringComparison.OrdinalIgnoreCase);

    private static Uri? UriOf(NotificationChannel channel, List<IntegrationValidationError> errors)
    {
        if (ChannelRules.Read(channel, ChannelSettingsJson.Default.PagerDutyChannelSettings, errors) is not { } settings)
            return null;
        if (settings.Url is not null)
            return ChannelRules.TryUrl(settings.Url, "settings.url", "https://events.pagerduty.com/v2/enqueue", errors, out var uri) ? uri : null;
        switch (settings.Region)
        {
            case "us":
                return new Uri("https://events.pagerduty.com/v2/enqueue");
            case "eu":
                return new Uri("https://events.eu.pagerduty.com/v2/enqueue");
            default:
                errors.Add(new("settings.region", $"settings.region is '{settings.Region}'; allowed is us, eu."));
                return null;
        }
    }

    private static bool IsKey(string? secret) => secret is { Length: > 0 and <= LongestKey } && secret.All(char.IsAsciiLetterOrDigit);
}
