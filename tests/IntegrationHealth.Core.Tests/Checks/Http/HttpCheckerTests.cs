using System.Globalization;
using System.IO.Compression;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class HttpCheckerTests : IDisposable
{
    private readonly HttpProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_KeyInTheAddressThatTheServerEchoes_IsNotShown()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("nothing at " + context.Request.QueryString + " for plain 4711 plain, that is " + context.Request.Query["k"]);
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address + "me?k=plain%204711%20plain" });

        result.Failure!.Evidence.Should().Contain("nothing at").And.NotContain("4711");
    }

    [Theory]
    [InlineData(FailureKind.Misconfigured, null)]
    [InlineData(FailureKind.Network, "api.example.com")]
    public void NoAnswer_GuardLetNothingOut_NamesNoFarEnd(FailureKind kind, string? target)
    {
        var integration = new IntegrationHealth.Catalog.Integration { Id = "a", Provider = "http", Name = "A" };
        var exchange = new HttpExchange(new HttpCheckSettings { Url = "https://api.example.com/" }.Plan, new CheckContext(integration, new object()), null);

        HttpVerdict.NoAnswer(exchange, CheckFailure.Of(kind, "Said.")).Target.Should().Be(target);
    }

    [Fact]
    public async Task CheckAsync_ExpectedStatus_Succeeds()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.UserAgent == "IntegrationHealth" ? 204 : 500;
            return Task.CompletedTask;
        });

        var result = await _probe.CheckAsync(server);

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Latency.Should().NotBeNull();
        result.Target.Should().BeNull("a loopback address says nothing about the host's network");
        result.Data.Should().BeNull();
    }

    [Fact]
    public async Task CheckAsync_TokenEchoedAsTheCode_IsTakenOut()
    {
        await using var server = await LocalServer.AnswerAsync(418, """{"error":"the-host-token-0123456789"}""");

        var result = await _probe.CheckAsync(server, HttpProbe.Token());

        result.Failure!.VendorCode.Should().Be("[redacted]");
        result.Failure.Evidence.Should().NotContain("the-host-token");
    }

    [Fact]
    public async Task CheckAsync_MethodHeadersBodyAndCredential_AreSent()
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers["X-Tenant"]} "
                + $"{context.Request.Headers.Authorization} {context.Request.ContentType} {await reader.ReadToEndAsync()}";
        });

        await _probe.CheckAsync(
            new HttpCheckSettings
            {
                Url = "https://api.example.com/health?deep=1",
                BaseAddress = server.Address + "proxy/",
                Method = "post",
                Headers = { ["X-Tenant"] = "t1", ["Authorization"] = "ApiKey 1" },
                Body = """{"a":1}""",
            },
            HttpProbe.Token());

        seen.Should().Be("""POST /proxy/health?deep=1 t1 Bearer the-host-token-0123456789 application/json {"a":1}""");
    }

    [Fact]
    public async Task CheckAsync_HeadersNeverArrive_EndsWithTheCallersTime()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var timeout = new CancellationTokenSource();

        var check = _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, cancellationToken: timeout.Token);
        await asked.Task;
        await timeout.CancelAsync();

        await FluentActions.Awaiting(() => check).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task CheckAsync_BodyNeverEnds_EndsWithTheCallersTime()
    {
        var begun = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("x");
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var timeout = new CancellationTokenSource();

        var check = _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString() }, cancellationToken: timeout.Token);
        await begun.Task;
        await timeout.CancelAsync();

        await FluentActions.Awaiting(() => check).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact(Timeout = 60_000)]
    public async Task CheckAsync_ExpectedStatusAndNoConditionOfTheBody_DoesNotWaitForAStreamToEnd()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        var check = _probe.CheckAsync(server);
        while (!check.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _probe.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await check).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_LengthOverTheCap_IsRefusedWithoutReading()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 2L * 1024 * 1024 * 1024;
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        var result = await _probe.CheckAsync(server);

        result.Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
        result.Failure.Message.Should().Contain("longer than the 1,048,576 bytes");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckAsync_EndlessBody_IsCutAtTheCapAndTheConnectionDropped(bool examined)
    {
        var dropped = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(dropped.SetResult);
            var block = new byte[65_536];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        });

        var result = await _probe.CheckAsync(
            new HttpCheckSettings { Url = server.Address.ToString(), BodyContains = examined ? "never" : null });

        result.Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
        result.Failure.Message.Should().Contain("longer than the 1,048,576 bytes");
        await dropped.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(100, CheckOutcome.Succeeded)]
    [InlineData(101, CheckOutcome.Failed)]
    public async Task CheckAsync_BodyAtTheCap_IsAccepted(int length, CheckOutcome outcome)
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync(new string('x', length - 1));
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("x");
        });

        foreach (var condition in new[] { null, "x" })
        {
            var result = await _probe.CheckAsync(
                new HttpCheckSettings { Url = server.Address.ToString(), MaxResponseBytes = 100, BodyContains = condition });
            result.Outcome.Should().Be(outcome);
        }
    }

    [Fact]
    public async Task CheckAsync_HeadWithLengthOverTheCap_Succeeds()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.ContentLength = 2L * 1024 * 1024 * 1024;
            return Task.CompletedTask;
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), Method = "HEAD" });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_PackedBomb_IsCountedUnpacked()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Optimal);
            await gzip.WriteAsync(new byte[8 * 1024 * 1024], context.RequestAborted);
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), BodyContains = "x" });

        result.Failure!.Message.Should().Contain("longer than the 1,048,576 bytes");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task CheckAsync_PackedBody_IsUnpackedToBeExamined(string encoding)
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await using Stream packer = encoding switch
            {
                "gzip" => new GZipStream(context.Response.Body, CompressionLevel.Fastest),
                "br" => new BrotliStream(context.Response.Body, CompressionLevel.Fastest),
                _ => new ZLibStream(context.Response.Body, CompressionLevel.Fastest),
            };
            await packer.WriteAsync("all is well"u8.ToArray(), context.RequestAborted);
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), BodyContains = "is well" });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_WronglyPackedBody_IsAnInvalidResponse()
    {
        await using var server = await LocalServer.AnswerAsync(200, "not packed at all", headers: ("Content-Encoding", "gzip"));

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), BodyContains = "x" });

        result.Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", FailureKind.InvalidResponse, "broke off before its end")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", FailureKind.InvalidResponse, "not valid HTTP")]
    [InlineData("220 mail.example.com ESMTP\r\n", FailureKind.InvalidResponse, "not HTTP")]
    [InlineData("", FailureKind.Network, "without an answer")]
    [InlineData("HTTP/1.1 503 No\r\nContent-Length: 100\r\n\r\nshort", FailureKind.ProviderOutage, "503")]
    public async Task CheckAsync_BrokenAnswer_IsDiagnosed(string answer, FailureKind kind, string message)
    {
        using var server = new RawServer(answer);

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Url });

        result.Failure!.Kind.Should().Be(kind);
        result.Failure.Message.Should().Contain(message);
    }

    [Fact]
    public async Task CheckAsync_LoginPageWhereJsonIsExpected_IsAnInvalidResponse()
    {
        await using var server = await LocalServer.AnswerAsync(200, "<!DOCTYPE html><title>Sign in</title>", "text/html");

        var result = await _probe.CheckAsync(
            new HttpCheckSettings { Url = server.Address.ToString(), JsonPath = "status" }, HttpProbe.Token());

        result.Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
        result.Failure.Message.Should().Contain("web page");
        result.Failure.Action.Should().NotBe(RecoveryAction.Reconnect);
    }

    [Fact]
    public async Task CheckAsync_NothingListens_IsNetwork()
    {
        var server = await LocalServer.AnswerAsync(200);
        await server.DisposeAsync();

        var result = await _probe.CheckAsync(server);

        result.Failure!.Kind.Should().Be(FailureKind.Network);
        result.Failure.Message.Should().Contain(server.Authority).And.Contain("refused");
    }

    [Fact]
    public async Task CheckAsync_TooManyRequests_IsDegradedWithTheWait()
    {
        var date = (HttpProbe.Now + TimeSpan.FromMinutes(2)).ToString("R", CultureInfo.InvariantCulture);
        await using var seconds = await LocalServer.AnswerAsync(429, headers: ("Retry-After", "30"));
        await using var dated = await LocalServer.AnswerAsync(503, headers: ("Retry-After", date));

        var limited = await _probe.CheckAsync(seconds);
        var outage = await _probe.CheckAsync(dated);

        limited.Outcome.Should().Be(CheckOutcome.Degraded);
        limited.RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
        outage.Failure!.Kind.Should().Be(FailureKind.ProviderOutage);
        outage.RetryAfter.Should().Be(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task CheckAsync_SlowAnswer_IsDegraded()
    {
        await using var server = await LocalServer.StartAsync(_ =>
        {
            _probe.Time.Advance(TimeSpan.FromMilliseconds(2_300));
            return Task.CompletedTask;
        });

        var result = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), DegradedLatencyMs = 2_000 });
        var within = await _probe.CheckAsync(new HttpCheckSettings { Url = server.Address.ToString(), DegradedLatencyMs = 2_300 });

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Latency.Should().Be(TimeSpan.FromMilliseconds(2_300));
        result.Failure!.Message.Should().EndWith("took 2,300 ms, above the limit of 2,000 ms.");
        (result.Failure.Kind, result.Failure.Action).Should().Be((FailureKind.Timeout, RecoveryAction.Wait));
        within.Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task CheckAsync_FailureThatEchoesSecrets_KeepsThemOutOfTheResult()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "application/json";
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"api\", error=\"invalid_token\"";
            context.Response.Headers["X-Request-Id"] = "req-1";
            await context.Response.WriteAsync(
                $$"""{"error":"invalid_token","got":"{{context.Request.Headers.Authorization}}","key":"{{context.Request.Headers["X-Api-Key"]}}"}""");
        });

        var result = await _probe.CheckAsync(
            new HttpCheckSettings { Url = server.Address.ToString(), Headers = { ["X-Api-Key"] = "plain-key-value" } },
            HttpProbe.Token(TimeSpan.FromHours(1)));

        result.Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked);
        result.Failure.IsDefinitive.Should().BeFalse("it may mean ended, revoked or malformed");
        result.Failure.VendorCode.Should().Be("invalid_token");
        result.Failure.Evidence.Should().StartWith("HTTP 401 Unauthorized").And.Contain("x-request-id: req-1").And.Contain("error=\"invalid_token\"")
            .And.NotContain("the-host-token").And.NotContain("plain-key-value");
        result.Failure.Evidence!.Length.Should().BeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public async Task CheckAsync_TokenWithLineBreak_IsNotSent()
    {
        await using var server = await LocalServer.AnswerAsync(200);

        var result = await _probe.CheckAsync(server, HttpProbe.Token(token: "abc\r\nX-Evil: 1"));

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
    }
}
