using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;

namespace IntegrationHealth.Mcp.Protocol;

/// <summary>Servers of both eras and of odd manners are all alive.</summary>
public sealed class EraTests : IAsyncDisposable
{
    private readonly McpBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Check_ModernServer_IsHealthyAndNeverPinged()
    {
        await using var server = await FakeServer.StartAsync(FakeServer.Modern);

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("protocolVersion", "2026-07-28").And.Contain("serverName", "fake").And.Contain("toolCount", "1");
        server.Methods.Should().Equal("server/discover", "tools/list");
        server.Requests.Should().OnlyContain(request => request.Headers["MCP-Protocol-Version"] == "2026-07-28");
    }

    [Fact]
    public async Task Check_ModernServerThatStreams_IsHealthy()
    {
        await using var server = await FakeServer.StartAsync(request => FakeServer.Modern(request).AsEvents());

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint })).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2025-06-18")]
    [InlineData("2025-03-26")]
    [InlineData("2024-11-05")]
    public async Task Check_LegacyServer_IsInitializedAndPinged(string version)
    {
        await using var server = await FakeServer.StartAsync(request => FakeServer.Legacy(request, version, FakeAnswer.Error(-32601, "unknown")));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("protocolVersion", version);
        server.Methods.Should().ContainInOrder("initialize", "notifications/initialized", "ping", "tools/list");
    }

    [Theory]
    [InlineData(200, """{"jsonrpc":"2.0","id":{id},"result":{}}""", "2025-11-25")]
    [InlineData(200, """{"jsonrpc":"2.0","id":{id},"result":{}}""", "2025-03-26")]
    [InlineData(400, "Bad Request", "2025-06-18")]
    [InlineData(404, "", "2025-06-18")]
    [InlineData(405, "", "2025-11-25")]
    [InlineData(406, "", "2025-11-25")]
    [InlineData(500, "oops", "2025-11-25")]
    public async Task Check_LegacyServerThatAnswersOddlyToDiscover_IsHealthy(int status, string body, string version)
    {
        await using var server = await FakeServer.StartAsync(request => FakeServer.Legacy(request, version, new FakeAnswer(status, body)));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Outcome.Should().Be(CheckOutcome.Succeeded, result.Failure?.ToString());
        result.Data.Should().Contain("protocolVersion", version);
    }

    [Fact]
    public async Task Check_LegacyServerKnownFromBefore_IsNotAskedForTheModernEra()
    {
        await using var server = await FakeServer.StartAsync(request => FakeServer.Legacy(request, "2025-06-18", FakeAnswer.Error(-32601, "unknown")));
        var first = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });
        server.Requests.Clear();

        await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint }, previous: first.Data);

        server.Methods.Should().StartWith("initialize").And.NotContain("server/discover");
    }

    [Fact]
    public async Task Check_ServerThatWentModern_IsFoundInItsNewEra()
    {
        await using var server = await FakeServer.StartAsync(FakeServer.Modern);

        var result = await _bench.CheckAsync(
            new McpSettings { Endpoint = server.Endpoint }, previous: new Dictionary<string, string> { ["protocolVersion"] = "2025-06-18" });

        result.Data.Should().Contain("protocolVersion", "2026-07-28");
    }

    [Fact]
    public async Task Check_SilentLegacyStdioServer_IsNotWaitedForEachTime()
    {
        var result = await _bench.CheckAsync(TestServer.Stdio("--protocol", "2025-06-18"));

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("protocolVersion", "2025-06-18").And.Contain("serverName", "test-server");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_RealHttpServer_IsHealthy(bool stateful)
    {
        await using var server = await TestServer.StartAsync(stateful ? ["--stateful"] : []);

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("serverName", "test-server").And.Contain("serverVersion", "1.2.3").And.Contain("toolCount", "2");
        result.Target.Should().BeNull("a loopback address says nothing about the host's network");
        result.Latency.Should().BePositive();
    }

    [Fact]
    public async Task Check_RealStdioServer_IsHealthyInTheModernEra()
    {
        var result = await _bench.CheckAsync(TestServer.Stdio());

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("protocolVersion", "2026-07-28").And.Contain("toolCount", "2");
    }

    [Fact]
    public async Task Check_NoVersionInCommon_SaysSo()
    {
        await using var server = await FakeServer.StartAsync(request => FakeServer.Legacy(
            request, "1999-01-01", new FakeAnswer(400, """{"jsonrpc":"2.0","id":{id},"error":{"code":-32022,"message":"no","data":{"supported":["1999-01-01"],"requested":"2026-07-28"}}}""")));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        result.Outcome.Should().Be(CheckOutcome.Failed);
        result.Failure!.Kind.Should().BeOneOf(FailureKind.Misconfigured, FailureKind.InvalidResponse);
    }
}
