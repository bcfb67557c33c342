using System.Globalization;
using System.Text;
using IntegrationHealth.Alerting.Channels.Http;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Alerting.Channels.Webhook;

/// <summary>Posts to an address of the receiver's own, signed as Standard Webhooks says. Each attempt is signed anew, with its own time.</summary>
internal sealed class WebhookChannel(ChannelHttp http, MessageTemplates templates, TimeProvider time) : INotificationChannel
{
    public const string TypeName = "webhook";

    /// <summary>The part whose template replaces the body.</summary>
    private const string BodyPart = "body";

    private const int MostHeaders = 32;

    /// <summary>How far clocks may differ, as Standard Webhooks says.</summary>
    private static readonly TimeSpan SignatureTolerance = TimeSpan.FromMinutes(5);

    public string Type => TypeName;

    public IReadOnlyList<string> TemplateParts { get; } = [BodyPart];

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel)
    {
        var errors = new List<IntegrationValidationError>();
        if (ChannelRules.Read(channel, ChannelSettingsJson.Default.WebhookChannelSettings, errors) is not { } settings)
            return errors;
        ChannelRules.TryUrl(settings.Url, "settings.url", "https://example.com/hooks/health", errors, out _);
        if (settings.Format is not (WebhookChannelSettings.StandardFormat or WebhookChannelSettings.CloudEventsFormat))
        {
            errors.Add(new("settings.format",
                $"settings.format is '{settings.Format}'; allowed is {WebhookChannelSettings.StandardFormat}, {WebhookChannelSettings.CloudEventsFormat}."));
        }

        if (settings.Source is not { Length: > 0 and <= 500 } || !Uri.TryCreate(settings.Source, UriKind.RelativeOrAbsolute, out _))
            errors.Add(new("settings.source", $"settings.source is '{settings.Source}'; allowed is a URI reference of up to 500 characters, such as /integration-health."));
        errors.AddRange(HeaderErrors(settings.Headers));
        if (channel.Secret is { } secret && WebhookSecret.TryRead(secret) is null)
            errors.Add(new("secret", $"secret is not allowed; it must be {WebhookSecret.Allowed}."));
        errors.AddRange(MessageTemplates.Validate(channel, TemplateParts));
        return errors;
    }

    public async Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken)
    {
        var errors = new List<IntegrationValidationError>();
        if (ChannelRules.Read(channel, ChannelSettingsJson.Default.WebhookChannelSettings, errors) is not { } settings
            || !ChannelRules.TryUrl(settings.Url, "settings.url", "https://example.com/hooks/health", errors, out var uri))
        {
            return DeliveryOutcome.Retry(errors[0].Message);
        }

        IReadOnlyList<byte[]>? keys = null;
        if (channel.Secret is { } secret && (keys = WebhookSecret.TryRead(secret)) is null)
            return DeliveryOutcome.Retry("The secret cannot be used to sign; set it again.");

        var cloudEvents = settings.Format == WebhookChannelSettings.CloudEventsFormat;
        var body = await TemplatedAsync(message, channel, cancellationToken)
            ?? (cloudEvents ? WebhookBody.CloudEvents(message, settings.Source) : WebhookBody.Standard(message));
        var (answer, failure) = await http.PostAsync(
            channel, uri, body, cloudEvents ? "application/cloudevents+json; charset=utf-8" : "application/json; charset=utf-8",
            headers =>
            {
                foreach (var (name, value) in settings.Headers)
                    headers.Add(name, value);
                // Signed right before it is sent: receivers accept five minutes of difference.
                var seconds = time.GetUtcNow().ToUnixTimeSeconds();
                headers.Add("webhook-id", message.Id);
                headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
                if (keys is not null)
                    headers.Add("webhook-signature", WebhookSignature.Sign(keys, message.Id, seconds, body));
            },
            cancellationToken);
        return failure ?? (keys is null ? answer!.ToOutcome() : WithClock(answer!));
    }

    /// <summary>Receivers refuse a signature of another time, and seldom say so.</summary>
    private DeliveryOutcome WithClock(ChannelAnswer answer)
    {
        var outcome = answer.ToOutcome();
        if (answer.Status is < 400 or >= 500 || answer.Clock is not { } there || (there - time.GetUtcNow()).Duration() <= SignatureTolerance)
            return outcome;
        var seconds = (time.GetUtcNow() - there).TotalSeconds;
        return outcome with
        {
            Detail = FormattableString.Invariant(
                $"{outcome.Detail} (clock skew: this host's clock is {Math.Abs(seconds):0} s {(seconds > 0 ? "ahead of" : "behind")} the far end's, and a signature is good for {SignatureTolerance.TotalSeconds:0} s)"),
        };
    }

    private async ValueTask<byte[]?> TemplatedAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken) =>
        await templates.RenderAsync(channel, message, BodyPart, TemplateEscaping.None, cancellationToken) is { } text
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text)
            : null;

    private static IEnumerable<IntegrationValidationError> HeaderErrors(IDictionary<string, string> headers)
    {
        if (headers.Count > MostHeaders)
            yield return new("settings.headers", $"settings.headers holds {headers.Count} headers; allowed are up to {MostHeaders}.");
        foreach (var (name, value) in headers)
        {
            // The value may be a secret, so no message shows it.
            if (!HeaderRules.IsName(name))
                yield return new("settings.headers", $"'{name}' is not the name of a header; allowed are letters, digits and !#$%&'*+-.^_`|~.");
            else if (HeaderRules.IsReserved(name) || name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase))
                yield return new($"settings.headers.{name}", $"settings.headers.{name} cannot be set: it belongs to the connection, the body or the signature.");
            else if (!HeaderRules.IsValue(value))
                yield return new($"settings.headers.{name}", $"settings.headers.{name} is not the value of a header; allowed are up to 4,096 visible ASCII characters, blanks and tabs, without line breaks.");
        }
    }
}
