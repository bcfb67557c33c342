using System.Text;
using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Channels.Webhook;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Alerting.Channels;

public sealed class WebhookChannelTests
{
    [Theory]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("msg_2", "{\"name\":\"Zürich – 東京 🚨\"}", "v1,DfarGS1yrZXyble5znazCUtwL5n8vnDLcNQtOFCUK9I=")]
    [InlineData("msg_3", "", "v1,6yDQqu+2pA32O892FKhiHHXnewrfBq0/zbyDdAjjCuY=")]
    public void Sign_VectorsOfTheReferenceLibrary_AreTheSame(string id, string body, string expected) =>
        WebhookSignature.Sign(WebhookSecret.TryRead(Messages.Secret)!, id, 1614265330, Encoding.UTF8.GetBytes(body)).Should().Be(expected);

    /// <summary>Standard Webhooks asks for bodies under 20 kB: receivers cut off, or refuse, what is longer.</summary>
    [Theory]
    [InlineData("standard")]
    [InlineData("cloudEvents")]
    public async Task Send_ManyAlertsWithLongTexts_StaysUnder20kB_AndCountsTheRest(string format)
    {
        await using var bench = await ChannelBench.StartAsync();
        var message = Messages.Firing(alerts: [.. Enumerable.Range(0, 50).Select(index => Messages.Told(Messages.Alert($"a{index}", message: new string('東', 300))))]) with { Truncated = 100 };

        await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address, format }, Messages.Secret), message);

        bench.Only.Body.Length.Should().BeInRange(10_000, 20_000);
        var data = bench.Only.Json.GetProperty("data");
        var alerts = data.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()).ToList();
        alerts.Should().HaveCountGreaterThan(2).And.Equal(Enumerable.Range(0, alerts.Count).Select(index => $"a{index}"), "the first are told, as they are news");
        data.GetProperty("truncated").GetInt32().Should().Be(150 - alerts.Count);
    }

    [Fact]
    public async Task Send_OneAlertWithAHugeText_IsTold_Shortened()
    {
        await using var bench = await ChannelBench.StartAsync();
        var alert = Messages.Alert(message: new string('東', 100_000)) with { Acknowledged = new IntegrationHealth.Alerting.Alerts.Acknowledgement("alice", Messages.Noon, new string('é', 1_000)) };

        await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }, Messages.Secret), Messages.Firing(alerts: [Messages.Told(alert)]));

        bench.Only.Body.Length.Should().BeLessThan(20_000);
        bench.Only.Json.GetProperty("data").GetProperty("alerts")[0].GetProperty("message").GetString().Should().StartWith("東東").And.EndWith("…");
    }

    [Fact]
    public void Sign_TwoSecrets_SignsWithBothNewestFirst()
    {
        var keys = WebhookSecret.TryRead($"whsec_{Convert.ToBase64String(new byte[32])} {Messages.Secret}")!;

        var signature = WebhookSignature.Sign(keys, "msg_3", 1614265330, []);

        signature.Split(' ').Should().HaveCount(2).And.HaveElementAt(1, "v1,6yDQqu+2pA32O892FKhiHHXnewrfBq0/zbyDdAjjCuY=");
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all")]
    [InlineData("whsec_")]
    public void Validate_SecretThatCannotSign_IsRefusedWithoutBeingRepeated(string secret)
    {
        var error = Errors(new { url = "https://example.com" }, secret).Should().ContainSingle().Subject;

        error.Field.Should().Be("secret");
        error.Message.Should().NotContain(secret.Split('_')[^1].PadRight(3, '#'));
    }

    [Theory]
    [InlineData("""{"url":"ftp://example.com"}""", "settings.url")]
    [InlineData("""{}""", "settings.url")]
    [InlineData("""{"url":"https://user:password@example.com"}""", "settings.url")]
    [InlineData("""{"url":"https://example.com","format":"xml"}""", "settings.format")]
    [InlineData("""{"url":"https://example.com","urll":"x"}""", "settings.urll")]
    [InlineData("""{"url":"https://example.com","headers":{"webhook-id":"x"}}""", "settings.headers.webhook-id")]
    [InlineData("""{"url":"https://example.com","headers":{"Host":"x"}}""", "settings.headers.Host")]
    [InlineData("""{"url":"https://example.com","headers":{"X-A":"a\r\nX-Evil: 1"}}""", "settings.headers.X-A")]
    [InlineData("""{"url":"https://example.com","headers":{"X A":"a"}}""", "settings.headers")]
    public void Validate_SettingThatIsNotAllowed_NamesIt(string settings, string field) =>
        Errors(JsonDocument.Parse(settings).RootElement).Should().Contain(error => error.Field == field);

    [Fact]
    public async Task Send_Standard_HasTheContractsBodyAndHeaders()
    {
        await using var bench = await ChannelBench.StartAsync();
        var channel = Messages.Channel("webhook", new { url = bench.Server.Address, headers = new Dictionary<string, string> { ["X-Team"] = "ops" } }, Messages.Secret);

        var outcome = await bench.SendAsync(channel, Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Delivered);
        bench.Only.Headers["webhook-id"].Should().Be("ntf_1");
        bench.Only.Headers["webhook-timestamp"].Should().Be(Messages.Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        bench.Only.Headers["X-Team"].Should().Be("ops");
        bench.Only.Headers["Content-Type"].Should().StartWith("application/json");
        var body = bench.Only.Json;
        body.GetProperty("id").GetString().Should().Be("ntf_1");
        body.GetProperty("type").GetString().Should().Be("alert.firing");
        body.GetProperty("timestamp").GetString().Should().Be("2026-01-01T12:00:00.000Z");
        var data = body.GetProperty("data");
        data.GetProperty("truncated").GetInt32().Should().Be(0);
        data.GetProperty("reason").GetString().Should().Be("first");
        var alert = data.GetProperty("alerts")[0];
        alert.GetProperty("id").GetString().Should().Be("alert-1");
        alert.GetProperty("severity").GetString().Should().Be("critical");
        alert.GetProperty("state").GetString().Should().Be("firing");
        alert.GetProperty("acknowledged").ValueKind.Should().Be(JsonValueKind.Null);
        alert.GetProperty("failureKind").GetString().Should().Be("authenticationRevoked");
        alert.GetProperty("timeline")[0].GetProperty("event").GetString().Should().Be("fired");
        foreach (var name in new[] { "ruleId", "integrationId", "provider", "suppressedBy", "startedAt", "firedAt", "resolvedAt", "resolvedReason", "message" })
            alert.TryGetProperty(name, out _).Should().BeTrue(name);
    }

    [Fact]
    public async Task Send_CloudEvents_IsACloudEventsEnvelope()
    {
        await using var bench = await ChannelBench.StartAsync();

        await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address, format = "cloudEvents" }, Messages.Secret), Messages.Resolved());

        bench.Only.Headers["Content-Type"].Should().StartWith("application/cloudevents+json");
        var body = bench.Only.Json;
        body.GetProperty("specversion").GetString().Should().Be("1.0");
        body.GetProperty("id").GetString().Should().Be("ntf_2");
        body.GetProperty("source").GetString().Should().Be("/integration-health");
        body.GetProperty("type").GetString().Should().Be("alert.resolved");
        body.GetProperty("time").GetString().Should().Be("2026-01-01T12:00:00.000Z");
        body.GetProperty("data").GetProperty("alerts")[0].GetProperty("resolvedReason").GetString().Should().Be("cleared");
    }

    [Fact]
    public async Task Send_SecondAttempt_HasTheSameIdAndBodyAndANewTime()
    {
        await using var bench = await ChannelBench.StartAsync();
        var channel = Messages.Channel("webhook", new { url = bench.Server.Address }, Messages.Secret);
        await bench.SendAsync(channel, Messages.Firing());
        bench.Time.Advance(TimeSpan.FromHours(1));

        await bench.SendAsync(channel, Messages.Firing());

        var (first, second) = (bench.Requests.First(), bench.Requests.Last());
        second.Body.Should().Equal(first.Body);
        second.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        second.Headers["webhook-timestamp"].Should().NotBe(first.Headers["webhook-timestamp"]);
        second.Headers["webhook-signature"].Should().NotBe(first.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(200, DeliveryStatus.Delivered)]
    [InlineData(204, DeliveryStatus.Delivered)]
    [InlineData(302, DeliveryStatus.Retry)]
    [InlineData(404, DeliveryStatus.Retry)]
    [InlineData(410, DeliveryStatus.Gone)]
    [InlineData(429, DeliveryStatus.Retry)]
    [InlineData(503, DeliveryStatus.Retry)]
    public async Task Send_Status_DecidesWhetherItIsTriedAgain(int status, DeliveryStatus expected)
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            context.Response.Headers.RetryAfter = "120";
            return context.Response.WriteAsync(status == 204 ? "" : "said so");
        };

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }), Messages.Firing());

        outcome.Status.Should().Be(expected);
        outcome.Detail.Should().Contain($"HTTP {status}");
        if (expected == DeliveryStatus.Retry)
            outcome.RetryAfter.Should().Be(TimeSpan.FromMinutes(2));
        bench.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Send_FarEndAsksForNoFurtherAttempt_IsRejected()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = 400;
            context.Response.Headers["webhook-delivery"] = "abort-message";
            return Task.CompletedTask;
        };

        (await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }), Messages.Firing()))
            .Status.Should().Be(DeliveryStatus.Rejected);
    }

    [Fact]
    public async Task Send_AnswerEchoesTheSecret_IsNotRepeated()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($"cannot verify with {Messages.Secret}");
        };

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }, Messages.Secret), Messages.Firing());

        outcome.Detail.Should().Contain("cannot verify").And.NotContain(Messages.Secret[6..]);
    }

    [Fact]
    public async Task Send_FarEndHangs_EndsAtTheDeadline()
    {
        await using var bench = await ChannelBench.StartAsync();
        var arrived = new TaskCompletionSource();
        bench.Answer = async (_, context) =>
        {
            arrived.SetResult();
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        };
        var sending = bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }), Messages.Firing());
        await arrived.Task;

        bench.Time.Advance(TimeSpan.FromSeconds(15));

        var outcome = await sending;
        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("15 s");
    }

    [Fact]
    public async Task Send_EndlessBody_IsCutOff()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = async (_, context) =>
        {
            var chunk = new byte[4_096];
            Array.Fill(chunk, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Delivered);
        outcome.Detail.Length.Should().BeLessThanOrEqualTo(500);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://[::ffff:127.0.0.1]:9/")]
    [InlineData("http://2130706433:9/")]
    public async Task Send_ChannelMadeAtRunTime_DoesNotReachTheHostsOwnNetwork(string url)
    {
        await using var bench = await ChannelBench.StartAsync();

        var outcome = await bench.SendAsync(
            Messages.Channel("webhook", new { url }, origin: ConfigurationOrigin.Runtime), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("a loopback address").And.Contain("AllowedNetworks");
    }

    [Fact]
    public async Task Send_ChannelMadeAtRunTime_ReachesAllowedNetworks()
    {
        await using var bench = await ChannelBench.StartAsync(health =>
            Microsoft.Extensions.DependencyInjection.IntegrationHealthBuilderExtensions.Configure(health, options => options.Outbound.AllowedNetworks.Add("127.0.0.0/8")));

        (await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }, origin: ConfigurationOrigin.Runtime), Messages.Firing()))
            .Status.Should().Be(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Send_NobodyListens_SaysSo()
    {
        await using var bench = await ChannelBench.StartAsync();
        await bench.Server.DisposeAsync();

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        outcome.Detail.Should().Contain("refused the connection");
    }

    /// <summary>Fault 15: whatever comes back, it is one failed attempt, or one that arrived.</summary>
    [Theory]
    [InlineData("headers", "longer than allowed")]
    [InlineData("chunks", "not valid HTTP")]
    [InlineData("nonsense", "not HTTP")]
    [InlineData("continue", null)]
    public async Task Fault15_BrokenAnswer_IsOneAttempt(string kind, string? detail)
    {
        await using var bench = await ChannelBench.StartAsync();
        using var server = new IntegrationHealth.Tests.Checks.Http.RawServer(kind switch
        {
            "headers" => $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 80_000)}\r\n\r\n",
            "chunks" => "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "nonsense" => "220 mail.example.com ESMTP\r\n",
            _ => string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 500)) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        });

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = server.Url }), Messages.Firing());

        outcome.Status.Should().Be(detail is null ? DeliveryStatus.Delivered : DeliveryStatus.Retry, outcome.Detail);
        outcome.Detail.Length.Should().BeLessThanOrEqualTo(500);
    }

    /// <summary>Fault 14: what comes packed stays packed.</summary>
    [Fact]
    public async Task Fault14_PackedBomb_IsNotUnpacked()
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = async (_, context) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.SmallestSize);
            await gzip.WriteAsync(new byte[16 << 20], context.RequestAborted);
        };

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Delivered);
        outcome.Detail.Length.Should().BeLessThanOrEqualTo(500);
        bench.Only.Headers.Should().NotContainKey("Accept-Encoding");
    }

    /// <summary>Fault 10: a receiver that refuses a signature of another time seldom says so.</summary>
    [Theory]
    [InlineData(-3_600, "clock skew: this host's clock is 3600 s ahead of")]
    [InlineData(3_600, "clock skew: this host's clock is 3600 s behind")]
    [InlineData(290, null)]
    public async Task Fault10_ClocksDiffer_IsSaidWhereTheSignatureIsRefused(int seconds, string? hint)
    {
        await using var bench = await ChannelBench.StartAsync();
        bench.Answer = (_, context) =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.Date = Messages.Noon.AddSeconds(seconds).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };

        var outcome = await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address }, Messages.Secret), Messages.Firing());

        outcome.Status.Should().Be(DeliveryStatus.Retry);
        if (hint is null)
            outcome.Detail.Should().NotContain("clock");
        else
            outcome.Detail.Should().Contain(hint);
    }

    private static List<IntegrationHealth.Catalog.IntegrationValidationError> Errors(object settings, string? secret = null) =>
        [.. new WebhookChannel(null!, null!, TimeProvider.System).Validate(Messages.Channel("webhook", settings, secret))];
}
