using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Mcp.Protocol;

/// <summary>What servers, and those in their place, answer when all is not well.</summary>
public sealed class HttpAnswerTests : IAsyncDisposable
{
    private readonly McpBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Check_401WithoutToken_IsAliveAndAsksForSignIn()
    {
        await using var server = await TestServer.StartAsync("--token", McpBench.Token);

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        (result.Failure!.Kind, result.Failure.Action, result.Failure.ResponsibleParty)
            .Should().Be((FailureKind.Misconfigured, RecoveryAction.Reconnect, ResponsibleParty.Owner));
        result.Failure.Message.Should().Contain("alive");
        result.Failure.Evidence.Should().Contain("resource_metadata: http://127.0.0.1").And.Contain("authorization server: https://auth.example.com/")
            .And.Contain("www-authenticate: Bearer");
    }

    [Fact]
    public async Task Check_TokenThatTheServerKnows_IsHealthy()
    {
        await using var server = await TestServer.StartAsync("--token", McpBench.Token);

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, McpBench.Credential())).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Theory]
    [InlineData(null, FailureKind.AuthenticationExpired, Confidence.Low)]
    [InlineData(-5, FailureKind.AuthenticationExpired, Confidence.High)]
    [InlineData(30, FailureKind.AuthenticationRevoked, Confidence.Medium)]
    public async Task Check_TokenThatTheServerRefuses_IsExpiredOrRevokedByItsEnd(int? endsInMinutes, FailureKind kind, Confidence confidence)
    {
        await using var server = await TestServer.StartAsync("--token", "another");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, McpBench.Credential(endsInMinutes));

        (result.Failure!.Kind, result.Failure.Confidence, result.Failure.VendorCode).Should().Be((kind, confidence, "invalid_token"));
    }

    [Theory]
    [InlineData(403, "", "application/json", FailureKind.AdminPolicy)]
    [InlineData(404, "<html>not here</html>", "text/html", FailureKind.Misconfigured)]
    [InlineData(405, "", "text/plain", FailureKind.Misconfigured)]
    [InlineData(429, "{}", "application/json", FailureKind.RateLimited)]
    [InlineData(500, "oops", "text/plain", FailureKind.ProviderOutage)]
    [InlineData(503, "", "text/plain", FailureKind.ProviderOutage)]
    [InlineData(401, "<html>sign in</html>", "text/html", FailureKind.Misconfigured)]
    [InlineData(302, "", "text/plain", FailureKind.Misconfigured)]
    [InlineData(200, "<!doctype html><html>sign in</html>", "text/html", FailureKind.InvalidResponse)]
    [InlineData(200, "hello", "text/plain", FailureKind.InvalidResponse)]
    [InlineData(200, "{\"jsonrpc\":", "application/json", FailureKind.InvalidResponse)]
    [InlineData(200, "\"ok\"", "application/json", FailureKind.InvalidResponse)]
    [InlineData(200, "{\"status\":\"ok\"}", "application/json", FailureKind.InvalidResponse)]
    [InlineData(200, "", "application/json", FailureKind.InvalidResponse)]
    [InlineData(200, "event: message\ndata: \n\n", "text/event-stream", FailureKind.InvalidResponse)]
    public async Task Check_AnyOtherAnswer_IsDiagnosed(int status, string body, string type, FailureKind kind)
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(status, body, type).With("Location", "https://elsewhere.example/sign-in"));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Failure!.Kind.Should().Be(kind, result.Failure.Message);
        result.Outcome.Should().Be(kind == FailureKind.RateLimited ? CheckOutcome.Degraded : CheckOutcome.Failed);
        if (status == 302)
            result.Failure.Message.Should().Contain("elsewhere.example");
    }

    [Theory]
    [InlineData(null, FailureKind.AuthenticationExpired, Confidence.Low)]
    [InlineData(-5, FailureKind.AuthenticationExpired, Confidence.Medium)]
    [InlineData(30, FailureKind.AuthenticationExpired, Confidence.Low)]
    public async Task Check_TokenAndSentToASignInPage_IsRefreshedAndNoMatterOfTheAddress(int? endsInMinutes, FailureKind kind, Confidence confidence)
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(302, "").With("Location", "https://elsewhere.example/users/sign_in?key=1"));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, McpBench.Credential(endsInMinutes));

        (result.Failure!.Kind, result.Failure.Confidence, result.Failure.Action).Should().Be((kind, confidence, RecoveryAction.Reconnect));
        result.Failure.Message.Should().Contain("sign in at elsewhere.example").And.NotContain("settings.endpoint");
    }

    [Theory]
    [InlineData("https://elsewhere.example/login", RecoveryAction.Reconnect, "no access token")]
    [InlineData("/login", RecoveryAction.Reconnect, "no access token")]
    [InlineData("http://portal.example/login", RecoveryAction.FixConfiguration, "says nothing about the connection")]
    [InlineData("https://www.elsewhere.example/mcp", RecoveryAction.FixConfiguration, "Put the server's final address into settings.endpoint")]
    public async Task Check_NoTokenAndSentElsewhere_SaysWhoseMoveItIs(string location, RecoveryAction action, string message)
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(302, "").With("Location", location));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        (result.Outcome, result.Failure!.Action).Should().Be((CheckOutcome.Failed, action));
        result.Failure.Message.Should().Contain(message);
    }

    [Fact]
    public async Task Check_RateLimited_WaitsAsAsked()
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(429, "").With("Retry-After", "30"));

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint })).RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Check_InsufficientScope_NamesTheScopes()
    {
        await using var server = await FakeServer.StartAsync(_ =>
            new FakeAnswer(403, "").With("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"files:read files:write\""));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, McpBench.Credential());

        (result.Failure!.Kind, result.Failure.Action).Should().Be((FailureKind.InsufficientScope, RecoveryAction.GrantScopes));
        result.Failure.Message.Should().Contain("files:read files:write");
    }

    [Theory]
    [InlineData(-32603, FailureKind.ProviderOutage, ResponsibleParty.Vendor)]
    [InlineData(-32602, FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData(-32600, FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData(-32601, FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData(-32020, FailureKind.Misconfigured, ResponsibleParty.Developer)]
    [InlineData(-32005, FailureKind.Unknown, ResponsibleParty.Nobody)]
    public async Task Check_ProtocolErrorInToolsList_IsDiagnosedByItsCode(int code, FailureKind kind, ResponsibleParty party)
    {
        await using var server = await FakeServer.StartAsync(request =>
            request.Method == "tools/list" ? FakeAnswer.Error(code, $"told {McpBench.Token}") : FakeServer.Modern(request));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, McpBench.Credential());

        (result.Failure!.Kind, result.Failure.ResponsibleParty, result.Failure.VendorCode).Should().Be((kind, party, code.ToString()));
        result.Failure.Evidence.Should().Contain("told");
    }

    [Fact]
    public async Task Check_OversizedJson_IsCutOff()
    {
        await using var server = await TestServer.StartAsync("--description", "200000");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, MaxResponseBytes = 100_000 });

        result.Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
        result.Failure.Message.Should().Contain("100,000 bytes");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Check_OversizedFirstAnswer_IsCutOff(string type)
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(200, "data: " + new string('x', 50_000), type));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, MaxResponseBytes = 2_000 });

        result.Failure!.Message.Should().Contain("2,000 bytes");
    }

    [Fact]
    public async Task Check_NobodyListens_IsANetworkFailure()
    {
        string endpoint;
        await using (var server = await FakeServer.StartAsync(FakeServer.Modern))
            endpoint = server.Endpoint;

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = endpoint });

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, FailureKind.Network));
    }

    [Fact]
    public async Task Check_AnswerThatBreaksOff_IsInvalid()
    {
        using var server = new IntegrationHealth.Tests.Checks.Http.RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"jsonrpc\":\"2.0\"");

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Url })).Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
    }

    [Theory]
    [InlineData("server/discover", "the handshake")]
    [InlineData("tools/list", "tools/list")]
    [InlineData("tools/call", "tools/call of search")]
    public async Task Check_Silence_SaysToWhatThereWasNoAnswer(string silent, string step)
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        await using var bench = new McpBench(time: time, timeout: TimeSpan.FromSeconds(10));
        await using var server = await FakeServer.StartAsync(request =>
        {
            if (request.Method != silent && !(silent == "server/discover" && request.Method == "initialize"))
                return FakeServer.Modern(request);
            asked.TrySetResult();
            return FakeAnswer.Silence;
        });

        var check = bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, ProbeTool = "search" });
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(9));
        check.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.6));

        var result = await check;
        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, FailureKind.Timeout));
        result.Failure.Message.Should().Contain($"no answer to {step} within 9.5 s");
    }

    [Fact]
    public async Task Check_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await FakeServer.StartAsync(_ =>
        {
            stop.Cancel();
            return FakeAnswer.Silence;
        });

        await _bench.Invoking(bench => bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, cancellationToken: stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(IntegrationOrigin.Runtime)]
    [InlineData(IntegrationOrigin.Source)]
    public async Task Check_EndpointThatUsersTyped_PassesTheGuard(IntegrationOrigin origin)
    {
        await using var server = await FakeServer.StartAsync(FakeServer.Modern);

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, origin: origin);

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Failure.Message.Should().Contain("loopback");
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_Headers_AreSentAndTheTokenComesFirst()
    {
        await using var server = await FakeServer.StartAsync(FakeServer.Modern);
        var settings = new McpSettings { Endpoint = "https://mcp.example.com/mcp", BaseAddress = new Uri(server.Endpoint).GetLeftPart(UriPartial.Authority) };
        settings.Headers["x-api-key"] = "key-of-the-hosting-provider";
        settings.Headers["Authorization"] = "Basic abc";

        await _bench.CheckAsync(settings, McpBench.Credential());

        server.Requests.Should().NotBeEmpty().And.OnlyContain(request => request.Headers["x-api-key"] == "key-of-the-hosting-provider"
            && request.Headers["Authorization"] == "Bearer " + McpBench.Token);
    }

    [Fact]
    public async Task Check_KeyInTheAddressThatTheServerEchoes_IsNotShown()
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(404, "nothing at /mcp?api_key=plain4711plain&profile=some%20profile%20of%20ours"));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint + "?api_key=plain4711plain" });

        result.Failure!.Evidence.Should().Contain("nothing at");
        McpBench.Shown(result).Should().NotContain("plain4711");
        string.Join("\n", _bench.Logged).Should().NotContain("plain4711");
    }

    [Fact]
    public async Task Check_SecretsThatTheServerEchoes_AreNotShown()
    {
        await using var server = await FakeServer.StartAsync(request => request.Method == "tools/list"
            ? FakeAnswer.Result($$$"""{"resultType":"complete","tools":[{"name":"{{{McpBench.Token}}}","inputSchema":{"type":"object"}}],"ttlMs":0,"cacheScope":"public"}""")
            : FakeServer.Modern(request));
        var settings = new McpSettings { Endpoint = server.Endpoint };
        settings.Headers["x-api-key"] = "key-of-the-hosting-provider";

        var result = await _bench.CheckAsync(settings, McpBench.Credential());

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        McpBench.Shown(result).Should().Contain("redacted");
    }
}
