using IntegrationHealth.Alerting.Channels.Http;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;

namespace IntegrationHealth.Alerting.Channels.Teams;

/// <summary>Posts an Adaptive Card to a workflow of Microsoft Teams.</summary>
internal sealed class TeamsChannel(ChannelHttp http, MessageTemplates templates) : INotificationChannel
{
    public const string TypeName = "teams";

    private const string Example = "https://prod-00.westeurope.logic.azure.com:443/workflows/…";

    public string Type => TypeName;

    public IReadOnlyList<string> TemplateParts { get; } = ["title", "text"];

    /// <summary>Teams takes four requests a second; workflows are slower still.</summary>
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
        var title = await templates.RenderAsync(channel, message, "title", TemplateEscaping.Markdown, cancellationToken);
        var text = await templates.RenderAsync(channel, message, "text", TemplateEscaping.Markdown, cancellationToken);
        var (answer, failure) = await http.PostAsync(
            channel, uri, TeamsCard.Write(message, title, text), "application/json; charset=utf-8", null, cancellationToken);
        return failure ?? Judge(answer!);
    }

    private static DeliveryOutcome Judge(ChannelAnswer answer) => answer.Status switch
    {
        // Connectors answer 200 and say in the body that they were told to slow down.
        200 when answer.Body.Contains("HTTP error 429", StringComparison.OrdinalIgnoreCase)
            || answer.Body.Contains("delivery failed", StringComparison.OrdinalIgnoreCase) => DeliveryOutcome.Retry(answer.Detail, answer.RetryAfter),
        404 when answer.Body.Contains("WorkflowNotFound", StringComparison.Ordinal) => DeliveryOutcome.Gone(answer.Detail),
        413 => DeliveryOutcome.Rejected(answer.Detail),
        _ => answer.ToOutcome(),
    };

    private static Uri? UriOf(NotificationChannel channel, List<IntegrationValidationError> errors) =>
        ChannelRules.Read(channel, ChannelSettingsJson.Default.TeamsChannelSettings, errors) is { } settings
            ? ChannelRules.UrlOf(channel, settings.Url, Example, errors)
            : null;
}
