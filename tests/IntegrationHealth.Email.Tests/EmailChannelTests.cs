using IntegrationHealth.Alerting.Channels;
using MimeKit;

namespace IntegrationHealth.Email.Tests;

/// <summary>Mail to a real SMTP server over TLS.</summary>
public sealed class EmailChannelTests
{
    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Send_OverTlsWithSignIn_ArrivesAsTextAndHtml(string mode)
    {
        await using var bench = await EmailBench.StartAsync(mode);

        var outcome = await bench.SendAsync(EmailBench.Message(), "ops@example.com");

        outcome.Status.Should().Be(DeliveryStatus.Delivered, outcome.Detail);
        outcome.Detail.Should().Contain("queued as test");
        bench.Server.Mails.Should().ContainSingle().Which.Should().Match<Testing.ReceivedMail>(
            mail => mail.Tls && mail.User == "mailer" && mail.From == "health@example.com" && mail.To.Single() == "ops@example.com");
        var mail = bench.Received()[0];
        mail.Subject.Should().Be("[FIRING] Three failures: Alice's Gmail");
        mail.From.ToString().Should().Contain("health@example.com");
        mail.TextBody.Should().Contain("Google no longer accepts this connection – 東京.").And.Contain("Reconnect: https://host.example/connect?id=1&x=2");
        mail.HtmlBody.Should().Contain("href=\"https://host.example/connect?id=1&amp;x=2\"").And.Contain("Acknowledge").And.NotContain("javascript:");
        mail.Headers["Auto-Submitted"].Should().Be("auto-generated");
        mail.Headers["X-IntegrationHealth-Id"].Should().Be("ntf_1");
        mail.MessageId.Should().StartWith("ntf_1.").And.EndWith("@example.com");
    }

    [Fact]
    public async Task Send_CertificateThatNobodyTrusts_IsNotUsed()
    {
        await using var bench = await EmailBench.StartAsync(trusts: false);

        var outcome = await bench.SendAsync(EmailBench.Message(), "ops@example.com");

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("No secure connection");
        bench.Server.Mails.Should().BeEmpty();
    }

    [Fact]
    public async Task Send_ServerWithoutStartTls_SendsNothingInClear()
    {
        await using var bench = await EmailBench.StartAsync("plain", null, null, configure: options => options.Security = "startTls");

        var outcome = await bench.SendAsync(EmailBench.Message(), "ops@example.com");

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("does not offer");
        bench.Server.Mails.Should().BeEmpty();
    }

    [Fact]
    public async Task Send_WrongPassword_SaysSoWithoutRepeatingIt()
    {
        await using var bench = await EmailBench.StartAsync(configure: options => options.Password = "wrong-password");

        var outcome = await bench.SendAsync(EmailBench.Message(), "ops@example.com");

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("refused the name or the password").And.NotContain("wrong-password");
    }

    [Theory]
    [InlineData("Evil\r\nBcc: victim@example.com")]
    [InlineData("Evil\nX-Evil: 1\n\nbody")]
    public async Task Send_LineBreakInNames_StartsNoHeader(string name)
    {
        await using var bench = await EmailBench.StartAsync();

        await bench.SendAsync(EmailBench.Message(name: name, ruleName: name), "ops@example.com");

        var mail = bench.Received().Should().ContainSingle().Subject;
        mail.Headers.Select(header => header.Field).Should().NotContain(["Bcc", "X-Evil"]);
        mail.Subject.Should().StartWith("[FIRING] Evil").And.NotContain("\n");
        bench.Server.Mails[0].To.Should().Equal("ops@example.com");
    }

    [Fact]
    public async Task Send_MarkupInNames_IsEncodedInHtml()
    {
        await using var bench = await EmailBench.StartAsync();

        await bench.SendAsync(EmailBench.Message(name: "<script>alert(1)</script>"), "ops@example.com");

        bench.Received()[0].HtmlBody.Should().Contain("&lt;script&gt;").And.NotContain("<script>");
    }

    [Fact]
    public async Task Send_SameNotificationAgain_HasTheSameMessageIdAndThread()
    {
        await using var first = await EmailBench.StartAsync();
        await using var second = await EmailBench.StartAsync();

        await first.SendAsync(EmailBench.Message(), "ops@example.com");
        await second.SendAsync(EmailBench.Message(), "ops@example.com");

        second.Received()[0].MessageId.Should().Be(first.Received()[0].MessageId);
        second.Received()[0].References.Should().Equal(first.Received()[0].References);
        await first.SendAsync(EmailBench.Message("ntf_2"), "ops@example.com");
        first.Received()[1].MessageId.Should().NotBe(first.Received()[0].MessageId);
        first.Received()[1].References.Should().Equal(first.Received()[0].References);
    }

    [Fact]
    public async Task Send_OneMailboxIsFull_OnlyThatOneIsTriedAgain()
    {
        await using var bench = await EmailBench.StartAsync();
        string[] to = ["a@example.com", "b@example.com", "full-once@example.com", "c@example.com", "d@example.com"];

        var first = await bench.SendAsync(EmailBench.Message(), to);
        var second = await bench.SendAsync(EmailBench.Message(), to);

        first.Status.Should().Be(DeliveryStatus.Retry);
        first.Detail.Should().Contain("4 of 5 recipients").And.Contain("full-once@example.com: 452");
        second.Status.Should().Be(DeliveryStatus.Delivered);
        bench.Server.Mails.Select(mail => mail.To.Single()).Should().BeEquivalentTo(to);
    }

    [Fact]
    public async Task Send_OneRecipientDoesNotExist_TheOthersHaveItAndItIsSaid()
    {
        await using var bench = await EmailBench.StartAsync();

        var outcome = await bench.SendAsync(EmailBench.Message(), "a@example.com", "nobody@example.com");

        outcome.Status.Should().Be(DeliveryStatus.Delivered);
        outcome.Detail.Should().Contain("1 of 2 recipients").And.Contain("nobody@example.com: 550");
        (await bench.SendAsync(EmailBench.Message("ntf_2"), "nobody@example.com")).Status.Should().Be(DeliveryStatus.Rejected);
    }

    /// <summary>Who has the mail is stored with the notification, not only remembered.</summary>
    [Fact]
    public async Task Send_HostRestartsBetweenAttempts_NobodyGetsItTwice()
    {
        await using var bench = await EmailBench.StartAsync();
        string[] to = ["a@example.com", "full-once@example.com", "B@example.com"];

        var first = await bench.SendAsync(EmailBench.Message(), to);
        await bench.RestartAsync();
        var second = await bench.SendAsync(EmailBench.Message() with { Progress = first.Progress }, to);

        (first.Status, second.Status).Should().Be((DeliveryStatus.Retry, DeliveryStatus.Delivered));
        second.Detail.Should().Contain("3 of 3 recipients");
        bench.Server.Mails.Select(mail => mail.To.Single()).Should().BeEquivalentTo(to);
    }

    [Fact]
    public async Task Send_ServerBreaksOff_TheRestIsTriedAgain()
    {
        await using var bench = await EmailBench.StartAsync();
        string[] to = ["a@example.com", "drop-once@example.com", "b@example.com"];

        var first = await bench.SendAsync(EmailBench.Message(), to);
        var second = await bench.SendAsync(EmailBench.Message(), to);

        first.Status.Should().Be(DeliveryStatus.Retry);
        second.Status.Should().Be(DeliveryStatus.Delivered);
        bench.Server.Mails.Select(mail => mail.To.Single()).Should().BeEquivalentTo(to);
    }

    [Fact]
    public async Task Send_TimeRunsOut_WhoHasItIsRemembered_AndTheOthersComeNext()
    {
        await using var bench = await EmailBench.StartAsync();
        string[] to = ["a@example.com", "b@example.com", "hold-once@example.com", "c@example.com"];
        using var limit = new CancellationTokenSource();

        var sending = bench.SendAsync(EmailBench.Message(), EmailBench.Make(new { to }), limit.Token);
        await bench.UntilAsync(() => bench.Server.Holds);
        await limit.CancelAsync();
        await bench.UntilAsync(() => sending.IsCompleted, TimeSpan.FromSeconds(1));
        var first = await sending;
        var second = await bench.SendAsync(EmailBench.Message(), to);

        (first.Status, second.Status).Should().Be((DeliveryStatus.Retry, DeliveryStatus.Delivered), first.Detail);
        first.Detail.Should().Contain("2 of 4 recipients");
        bench.Server.Mails.Select(mail => mail.To.Single()).Should().Equal(["a@example.com", "b@example.com", "c@example.com", "hold-once@example.com"],
            "nobody gets it twice, and whom the server keeps waiting keeps nobody else waiting");
    }

    [Fact]
    public async Task Send_TimeRunsOutWhileTheServerTakesAMail_CountsItsAnswer()
    {
        await using var bench = await EmailBench.StartAsync();
        string[] to = ["late@example.com", "b@example.com"];
        using var limit = new CancellationTokenSource();

        var sending = bench.SendAsync(EmailBench.Message(), EmailBench.Make(new { to }), limit.Token);
        await bench.UntilAsync(() => bench.Server.Mails.Count == 1);
        await limit.CancelAsync();
        await bench.SendAsync(EmailBench.Message("ntf_2"), "release@example.com");
        var first = await sending;
        await bench.SendAsync(EmailBench.Message(), to);

        first.Status.Should().Be(DeliveryStatus.Retry, first.Detail);
        first.Detail.Should().Contain("1 of 2 recipients");
        bench.Server.Mails.Select(mail => mail.To.Single()).Should().Equal("late@example.com", "release@example.com", "b@example.com");
    }

    [Fact]
    public async Task Send_NobodyListens_SaysSo()
    {
        await using var bench = await EmailBench.StartAsync(configure: options => options.Port = Testing.FreePort.Next());

        var outcome = await bench.SendAsync(EmailBench.Message(), "ops@example.com");

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("No connection to localhost");
    }

    [Fact]
    public async Task Send_ServerOfAChannelMadeAtRunTime_PassesTheGuardAndNotTheHostsPassword()
    {
        await using var bench = await EmailBench.StartAsync();
        var settings = new { to = new[] { "ops@example.com" }, host = "localhost", port = bench.Server.Port };

        var guarded = await bench.SendAsync(EmailBench.Message(), EmailBench.Make(settings));
        var trusted = await bench.SendAsync(EmailBench.Message("ntf_2"), EmailBench.Make(settings, origin: Alerting.ConfigurationOrigin.Code));

        guarded.Status.Should().Be(DeliveryStatus.Retry);
        guarded.Detail.Should().Contain("a loopback address");
        trusted.Detail.Should().Contain("asks for a sign-in", "a server of the channel's own is not told the host's name and password");
        bench.Server.Mails.Should().BeEmpty();
    }

    [Fact]
    public async Task Send_Templates_AreWhatArrives()
    {
        await using var bench = await EmailBench.StartAsync();
        var channel = EmailBench.Make(new { to = new[] { "ops@example.com" }, unsubscribeUrl = "https://host.example/unsubscribe" }, templates: new()
        {
            ["subject"] = "{{ alert.name }}\r\nBcc: victim@example.com",
            ["html"] = "<p>{{ alert.name }}</p>",
            ["firing.text"] = "{{ alert.name }} fires",
        });

        await bench.SendAsync(EmailBench.Message(name: "<b>x</b>"), channel);

        var mail = bench.Received()[0];
        mail.Subject.Should().Be("<b>x</b>  Bcc: victim@example.com");
        mail.Headers["Bcc"].Should().BeNull();
        mail.HtmlBody!.Trim().Should().Be("<p>&lt;b&gt;x&lt;/b&gt;</p>");
        mail.TextBody!.Trim().Should().Be("<b>x</b> fires");
        mail.Headers[HeaderId.ListUnsubscribe].Should().Be("<https://host.example/unsubscribe>");
    }

    [Fact]
    public async Task Validate_ValuesThatAreNotAllowed_AreNamed()
    {
        await using var bench = await EmailBench.StartAsync();
        var errors = new Dictionary<string, object>
        {
            ["settings.to"] = new { to = Array.Empty<string>() },
            ["settings.to[0]"] = new { to = new[] { "a@example.com\r\nBcc: b@example.com" } },
            ["settings.to[1]"] = new { to = new[] { "a@example.com", "not an address" } },
            ["settings.from"] = new { to = new[] { "a@example.com" }, from = "x\n@example.com" },
            ["settings.security"] = new { to = new[] { "a@example.com" }, security = "ssl" },
            ["settings.port"] = new { to = new[] { "a@example.com" }, port = 70_000 },
            ["settings.host"] = new { to = new[] { "a@example.com" }, host = "no host" },
            ["settings.unsubscribeUrl"] = new { to = new[] { "a@example.com" }, unsubscribeUrl = "javascript:x" },
            ["secret"] = new { to = new[] { "a@example.com" }, host = "mail.example.com", username = "u" },
            ["settings.hots"] = new { to = new[] { "a@example.com" }, hots = "x" },
        };

        foreach (var (field, settings) in errors)
            bench.Channel.Validate(EmailBench.Make(settings)).Should().Contain(error => error.Field == field && !error.Message.Contains('\n'), field);
        bench.Channel.Validate(EmailBench.Make(new { to = new[] { "Ops <ops@example.com>" } })).Should().BeEmpty();
    }
}
