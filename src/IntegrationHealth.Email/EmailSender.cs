using System.Net;
using System.Net.Sockets;
using IntegrationHealth.Checks.Outbound;
using MailKit.Net.Smtp;
using MimeKit;

namespace IntegrationHealth.Email;

/// <summary>How one recipient's mail ended.</summary>
/// <param name="Recipient">The address.</param>
/// <param name="Accepted">True when the server took it.</param>
/// <param name="ForGood">True when it will never take it.</param>
/// <param name="Answer">What the server said.</param>
internal sealed record EmailResult(string Recipient, bool Accepted, bool ForGood, string Answer);

/// <summary>Talks to a server once: one connection, one mail a recipient.</summary>
internal sealed class EmailSender(OutboundGuard guard, CertificateTrust trust, TimeProvider time)
{
    /// <summary>Time that the mail under way has to its end when the attempt is over: what the server is about to take would come twice.</summary>
    private static readonly TimeSpan LastMail = TimeSpan.FromSeconds(3);

    /// <summary>Sends to each recipient until the connection breaks or the time is over; what is missing in the answer was not tried.</summary>
    /// <param name="plan">Where to, and as whom.</param>
    /// <param name="mails">One mail a recipient.</param>
    /// <param name="ended">Told of each mail at once: whatever comes after it, who has it has it.</param>
    /// <param name="cancellationToken">Ends the attempt; the mail under way is given a moment.</param>
    /// <exception cref="Exception">No connection, no TLS, or no sign-in.</exception>
    public async Task<IReadOnlyList<EmailResult>> SendAsync(EmailPlan plan, IReadOnlyList<MimeMessage> mails, Action<EmailResult> ended, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        if (trust.Validate is { } validate)
            client.ServerCertificateValidationCallback = validate;
        if (plan.Guarded)
        {
            // The guard connects to the very address that it judged.
            var stream = await guard.ConnectAsync(new DnsEndPoint(plan.Host, plan.Port), cancellationToken);
            await client.ConnectAsync(stream, plan.Host, plan.Port, plan.Security, cancellationToken);
        }
        else
        {
            await client.ConnectAsync(plan.Host, plan.Port, plan.Security, cancellationToken);
        }

        if (plan.Username is not null)
            await client.AuthenticateAsync(plan.Username, plan.Password!, cancellationToken);
        var results = new List<EmailResult>();
        using var last = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var over = cancellationToken.Register(() => last.CancelAfter(LastMail));
        foreach (var mail in mails)
        {
            if (cancellationToken.IsCancellationRequested || !client.IsConnected)
                break;
            results.Add(await SendOneAsync(client, mail, last.Token));
            ended(results[^1]);
        }

        if (!cancellationToken.IsCancellationRequested)
            await QuitAsync(client);
        return results;
    }

    private static async Task<EmailResult> SendOneAsync(SmtpClient client, MimeMessage mail, CancellationToken cancellationToken)
    {
        var recipient = mail.To.Mailboxes.First().Address;
        try
        {
            return new EmailResult(recipient, Accepted: true, ForGood: false, await client.SendAsync(mail, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            return new EmailResult(recipient, Accepted: false, ForGood: false, "the server did not answer in time");
        }
        catch (SmtpCommandException exception)
        {
            return new EmailResult(recipient, Accepted: false, ForGood: (int)exception.StatusCode >= 500,
                $"{(int)exception.StatusCode} {exception.Message}");
        }
        catch (Exception exception) when (exception is SmtpProtocolException or IOException or SocketException)
        {
            return new EmailResult(recipient, Accepted: false, ForGood: false, "the server broke the connection off");
        }
    }

    /// <summary>The mails are with the server; how it says goodbye changes nothing.</summary>
    private static async Task QuitAsync(SmtpClient client)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), TimeProvider.System);
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception exception) when (exception is SmtpCommandException or SmtpProtocolException or IOException or SocketException or OperationCanceledException)
        {
        }
    }
}

/// <summary>Which certificates count: those the machine trusts, unless a test says otherwise.</summary>
internal sealed record CertificateTrust(System.Net.Security.RemoteCertificateValidationCallback? Validate = null);
