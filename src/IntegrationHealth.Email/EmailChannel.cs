using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.Content;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Templates;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Outbound;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace IntegrationHealth.Email;

/// <summary>Sends mail: text and HTML, one mail a recipient.</summary>
internal sealed class EmailChannel(
    EmailSender sender, MessageTemplates templates, DeliveredRecipients delivered, IOptionsMonitor<EmailServerOptions> server) : INotificationChannel
{
    public const string TypeName = "email";

    public string Type => TypeName;

    public IReadOnlyList<string> TemplateParts { get; } = ["subject", "text", "html"];

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel)
    {
        var errors = new List<IntegrationValidationError>();
        EmailPlan.TryMake(channel, server.CurrentValue, errors);
        errors.AddRange(MessageTemplates.Validate(channel, TemplateParts));
        return errors;
    }

    public async Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken)
    {
        var errors = new List<IntegrationValidationError>();
        if (EmailPlan.TryMake(channel, server.CurrentValue, errors) is not { } plan)
            return DeliveryOutcome.Retry(errors[0].Message);
        var has = ReadRecipients(message.Progress);
        var mails = await MakeAsync(message, channel, plan, has, cancellationToken);
        try
        {
            if (mails.Count == 0)
                return DeliveryOutcome.Delivered("All recipients have it already.");
            var results = await sender.SendAsync(plan, mails, result => delivered.Add(message.Id, result), cancellationToken);
            return Judge(results, mails.Count, plan.To.Count) with { Progress = Progress() };
        }
        catch (Exception exception) when (Describe(exception, plan) is { } detail)
        {
            return DeliveryOutcome.Retry(detail) with { Progress = Progress() };
        }
        finally
        {
            foreach (var mail in mails)
                mail.Dispose();
        }

        // Stored with the notification: after a restart they have it still.
        string? Progress() => plan.To.Select(to => to.Address).Where(address => has.Contains(address) || delivered.Has(message.Id, address)).ToList() is { Count: > 0 } some
            ? string.Join('\n', some)
            : null;
    }

    private static HashSet<string> ReadRecipients(string? progress) => (progress ?? "").Split('\n').ToHashSet(StringComparer.OrdinalIgnoreCase);

    private async Task<List<MimeMessage>> MakeAsync(
        NotificationMessage message, NotificationChannel channel, EmailPlan plan, HashSet<string> has, CancellationToken cancellationToken)
    {
        var subject = await templates.RenderAsync(channel, message, "subject", TemplateEscaping.None, cancellationToken) ?? NotificationText.Title(message);
        var text = await templates.RenderAsync(channel, message, "text", TemplateEscaping.None, cancellationToken) ?? EmailText.Text(message);
        var html = await templates.RenderAsync(channel, message, "html", TemplateEscaping.Html, cancellationToken) ?? EmailText.Html(message);
        // Whom the server kept waiting, or would not take just now, comes last: they must not hold up the others at every attempt.
        return [.. plan.To.Where(to => !has.Contains(to.Address) && !delivered.Has(message.Id, to.Address)).OrderBy(to => delivered.WasTried(message.Id, to.Address))
            .Select(to => EmailMessage.Make(message, plan, to, subject, text, html))];
    }

    /// <summary>Delivered when nobody is left to be tried again; those whom the server will never take are named.</summary>
    private static DeliveryOutcome Judge(IReadOnlyList<EmailResult> results, int tried, int recipients)
    {
        var refused = results.Where(result => !result.Accepted).ToList();
        var accepted = recipients - tried + results.Count(result => result.Accepted);
        var left = results.Count < tried ? $"; {tried - results.Count} come with the next attempt" : "";
        var detail = NotificationText.Shorten($"{accepted} of {recipients} recipients{left}" + (refused.Count > 0
            ? $"; {string.Join("; ", refused.Select(result => $"{result.Recipient}: {result.Answer}"))}"
            : results.Count > 0 ? $": {results[^1].Answer}" : ""), 500);
        if (results.Count < tried || refused.Exists(result => !result.ForGood))
            return DeliveryOutcome.Retry(detail);
        return accepted > 0 ? DeliveryOutcome.Delivered(detail) : DeliveryOutcome.Rejected(detail);
    }

    /// <summary>What stood in the way of the connection, in words; null for what is none of the server's.</summary>
    private static string? Describe(Exception exception, EmailPlan plan) => exception switch
    {
        AuthenticationException => $"{plan.Host} refused the name or the password.",
        ServiceNotAuthenticatedException => $"{plan.Host} asks for a sign-in: {FirstLine(exception.Message)}",
        SslHandshakeException => $"No secure connection to {plan.Host}: {FirstLine(exception.InnerException?.Message ?? exception.Message)}",
        OutboundBlockedException => exception.Message.Replace("which checks may not reach", "which channels may not reach", StringComparison.Ordinal),
        NotSupportedException => $"{plan.Host} does not offer what settings.security or settings.username ask for: {FirstLine(exception.Message)}",
        SmtpCommandException command => $"{plan.Host} answered {(int)command.StatusCode} {FirstLine(command.Message)}",
        ServiceNotConnectedException or ProtocolException or CommandException or IOException or System.Net.Sockets.SocketException =>
            $"No connection to {plan.Host}:{plan.Port}: {FirstLine(exception.Message)}",
        _ => null,
    };

    private static string FirstLine(string text) => NotificationText.Shorten(text.Split('\n', 2)[0].Trim(), 300);
}
