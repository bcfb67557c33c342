using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Alerting.Outbox;
using MimeKit;

namespace IntegrationHealth.Email;

/// <summary>Makes the mail to one recipient. Its Message-ID is made of the notification and the recipient: the same at every attempt. Pure.</summary>
internal static class EmailMessage
{
    private const int LongestSubject = 250;

    public static MimeMessage Make(
        NotificationMessage message, EmailPlan plan, MailboxAddress to, string subject, string text, string html)
    {
        var domain = plan.From.Address[(plan.From.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var mail = new MimeMessage { MessageId = $"{message.Id}.{Hash(to.Address)}@{domain}", Date = message.Timestamp, Subject = Subject(subject) };
        mail.From.Add(plan.From);
        mail.To.Add(to);
        // All mails of one group of alerts make one thread, though the first of them is not known here.
        mail.References.Add($"group.{Hash(message.GroupKey)}.{Hash(to.Address)}@{domain}");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        mail.Headers.Add("X-IntegrationHealth-Id", message.Id);
        if (message.Severity == Alerting.AlertSeverity.Critical && message.Type == NotificationType.Firing)
            mail.Importance = MessageImportance.High;
        if (plan.UnsubscribeUrl is { } unsubscribe)
            mail.Headers.Add("List-Unsubscribe", $"<{unsubscribe}>");
        mail.Body = new MultipartAlternative(
            new TextPart("plain") { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
            new TextPart("html") { Text = html, ContentTransferEncoding = ContentEncoding.QuotedPrintable })
        {
            Boundary = "=-" + Hash(message.Id + to.Address),
        };
        return mail;
    }

    /// <summary>One line: a name with a line break in it must not begin another header.</summary>
    private static string Subject(string subject) => Alerting.Channels.Content.NotificationText.Shorten(
        string.Concat(subject.Select(character => char.IsControl(character) ? ' ' : character)).Trim(), LongestSubject);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 10));
}
