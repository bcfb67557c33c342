using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Checks;
using IntegrationHealth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace IntegrationHealth.Email.Tests;

/// <summary>The registered channel and a real mail server.</summary>
internal sealed class EmailBench : IAsyncDisposable
{
    private readonly Func<ServiceProvider> _build;
    private ServiceProvider _services;

    private EmailBench(Func<ServiceProvider> build, SmtpServer server) => (_build, _services, Server) = (build, build(), server);

    public SmtpServer Server { get; }

    public FakeTimeProvider Time => _services.GetRequiredService<FakeTimeProvider>();

    public INotificationChannel Channel => _services.GetServices<INotificationChannel>().Single(type => type.Type == "email");

    /// <summary>Starts the server; the channel trusts its certificate, and no other, unless told otherwise.</summary>
    public static async Task<EmailBench> StartAsync(
        string mode = "starttls", string? user = "mailer", string? password = "s3cret!", bool trusts = true, Action<EmailServerOptions>? configure = null)
    {
        var server = await SmtpServer.StartNewAsync(mode, user, password, TestContext.Current.CancellationToken);
        return new EmailBench(() => Build(server, mode, user, password, trusts, configure), server);
    }

    /// <summary>The host goes and comes again: what it only remembered is gone.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = _build();
    }

    private static ServiceProvider Build(
        SmtpServer server, string mode, string? user, string? password, bool trusts, Action<EmailServerOptions>? configure)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection().AddSingleton(time).AddSingleton<TimeProvider>(time);
        if (trusts)
        {
            var print = server.Certificate.GetCertHashString();
            services.AddSingleton(new CertificateTrust((_, certificate, _, _) => certificate?.GetCertHashString() == print));
        }

        services.AddIntegrationHealth(health => health.AddEmail(options =>
        {
            (options.Host, options.Port, options.From) = ("localhost", server.Port, "Health <health@example.com>");
            (options.Username, options.Password) = (user, password);
            options.Security = mode == "plain" ? "none" : mode == "tls" ? "tls" : "startTls";
            configure?.Invoke(options);
        }));
        return services.BuildServiceProvider();
    }

    public Task<DeliveryOutcome> SendAsync(NotificationMessage message, params string[] to) => SendAsync(message, Make(new { to }));

    public Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken? cancellationToken = null) =>
        Channel.SendAsync(message, channel, cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Waits for what the server does, and lets the bench's clock go on meanwhile.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan step = default)
    {
        while (!condition())
        {
            Time.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The mails as a mail program reads them.</summary>
    public List<MimeMessage> Received() => [.. Server.Mails.Select(mail => MimeMessage.Load(new MemoryStream(mail.Content)))];

    public static NotificationChannel Make(object settings, string? secret = null, ConfigurationOrigin origin = ConfigurationOrigin.Runtime,
        Dictionary<string, string>? templates = null) => new()
        {
            Id = "mail",
            Name = "mail",
            Type = "email",
            Settings = JsonSerializer.SerializeToElement(settings),
            Secret = secret,
            Origin = origin,
            Templates = templates ?? [],
        };

    public static NotificationMessage Message(string id = "ntf_1", string name = "Alice's Gmail", string ruleName = "Three failures") => new()
    {
        Id = id,
        Type = NotificationType.Firing,
        Reason = NotificationReason.First,
        Timestamp = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
        RuleName = ruleName,
        Severity = AlertSeverity.Critical,
        GroupKey = "rule-1@mail",
        Alerts =
        [
            new NotificationAlert
            {
                IsNews = true,
                Action = RecoveryAction.Reconnect,
                ActionUrl = "https://host.example/connect?id=1&x=2",
                AcknowledgeUrl = "https://host.example/acknowledge?token=abc",
                ResolveUrl = "javascript:alert(1)",
                Alert = new Alert
                {
                    Id = "alert-1", Fingerprint = "f", RuleId = "rule-1", RuleName = ruleName, RuleRevision = "1", Group = "rule-1", Severity = AlertSeverity.Critical,
                    IntegrationId = "i-1", Name = name, Provider = "gmail", State = AlertState.Firing,
                    StartedAt = new DateTimeOffset(2026, 1, 1, 11, 55, 0, TimeSpan.Zero), Message = "Google no longer accepts this connection – 東京.",
                },
            },
        ],
    };

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _services.DisposeAsync();
    }
}
