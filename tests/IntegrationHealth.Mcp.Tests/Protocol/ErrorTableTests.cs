using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;
using static IntegrationHealth.Checks.FailureKind;
using static IntegrationHealth.Checks.RecoveryAction;
using static IntegrationHealth.Checks.ResponsibleParty;

namespace IntegrationHealth.Mcp.Protocol;

/// <summary>The table of docs/providers/mcp.md, over streamable HTTP: kind, action, whose move it is, and the code.</summary>
public sealed class ErrorTableTests : IAsyncDisposable
{
    private readonly McpBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(401, "", "Bearer resource_metadata=\"https://a.example/x\"", false, Misconfigured, Reconnect, Owner, null)]
    [InlineData(401, "{}", null, false, Misconfigured, Reconnect, Owner, null)]
    [InlineData(401, "", "Bearer error=\"invalid_token\"", true, AuthenticationRevoked, Reconnect, Owner, "invalid_token")]
    [InlineData(401, "{}", null, true, AuthenticationRevoked, Reconnect, Owner, null)]
    [InlineData(403, "", "Bearer error=\"insufficient_scope\", scope=\"files\"", true, InsufficientScope, GrantScopes, Owner, "insufficient_scope")]
    [InlineData(403, "", null, true, AdminPolicy, ContactAdministrator, TenantAdministrator, null)]
    [InlineData(404, "", null, true, Misconfigured, FixConfiguration, Developer, null)]
    [InlineData(404, """{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"x"}}""", null, true, Misconfigured, FixConfiguration, Developer, "-32601")]
    [InlineData(406, "", null, true, Misconfigured, FixConfiguration, Developer, null)]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"x","data":{"supported":["2030-01-01"],"requested":"2026-07-28"}}}""", null, true, Misconfigured, FixConfiguration, Developer, "-32022")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32020,"message":"x"}}""", null, true, Misconfigured, FixConfiguration, Developer, "-32020")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32021,"message":"x"}}""", null, true, Misconfigured, FixConfiguration, Developer, "-32021")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32700,"message":"x"}}""", null, true, Misconfigured, FixConfiguration, Developer, "-32700")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"x"}}""", null, true, Misconfigured, FixConfiguration, Developer, "-32602")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"x"}}""", null, true, ProviderOutage, Wait, Vendor, "-32603")]
    [InlineData(500, """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"x"}}""", null, true, ProviderOutage, Wait, Vendor, "-32603")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"x"}}""", null, true, Unknown, None, Nobody, "-32000")]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"x"}}""", null, true, Unknown, None, Nobody, "-32002")]
    [InlineData(429, "", null, true, RateLimited, Wait, Nobody, null)]
    [InlineData(503, "", null, true, ProviderOutage, Wait, Vendor, null)]
    public async Task Check_DocumentedAnswer_MeansOneThing(
        int status, string body, string? challenge, bool hasToken, FailureKind kind, RecoveryAction action, ResponsibleParty party, string? code)
    {
        await using var server = await FakeServer.StartAsync(_ =>
        {
            var answer = new FakeAnswer(status, body);
            return challenge is null ? answer : answer.With("WWW-Authenticate", challenge);
        });

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, hasToken ? McpBench.Credential(30) : null);

        var failure = result.Failure!;
        (failure.Kind, failure.Action, failure.ResponsibleParty, failure.VendorCode).Should().Be((kind, action, party, code), failure.Message);
        failure.Evidence.Should().Contain($"HTTP {status}");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(400)]
    public async Task Check_SessionThatTheServerEnded_IsBegunAgainAndHealthy(int status)
    {
        var sessions = 0;
        await using var server = await FakeServer.StartAsync(request => request switch
        {
            { Method: "initialize" } => FakeServer.Legacy(request, "2025-11-25", Old).With("Mcp-Session-Id", $"s{Interlocked.Increment(ref sessions)}"),
            _ when request.Headers.GetValueOrDefault("Mcp-Session-Id") == "s1" && request.Method is "ping" or "tools/list" => new FakeAnswer(status, ""),
            _ => FakeServer.Legacy(request, "2025-11-25", Old),
        });

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Outcome.Should().Be(CheckOutcome.Succeeded, result.Failure?.Message);
        server.Methods.Count(method => method == "initialize").Should().Be(2);
    }

    [Fact]
    public async Task Check_ServerThatForgetsEverySession_IsItsDevelopersMove()
    {
        await using var server = await FakeServer.StartAsync(request => request.Method switch
        {
            "initialize" => FakeServer.Legacy(request, "2025-11-25", Old).With("Mcp-Session-Id", "s"),
            "ping" or "tools/list" => new FakeAnswer(404, """{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}"""),
            _ => FakeServer.Legacy(request, "2025-11-25", Old),
        });

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, McpBench.Credential(30));

        (result.Failure!.Kind, result.Failure.ResponsibleParty, result.Failure.IsDefinitive).Should().Be((Misconfigured, Developer, false));
        result.Failure.Message.Should().Contain("forgets its session");
        server.Methods.Count(method => method == "initialize").Should().Be(2, "once more, and not for ever");
    }

    private static FakeAnswer Old => FakeAnswer.Error(-32601, "Method not found");
}
