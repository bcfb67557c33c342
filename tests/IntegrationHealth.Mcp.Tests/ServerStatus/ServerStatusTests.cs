using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;

namespace IntegrationHealth.Mcp.ServerStatus;

/// <summary>What the hosting provider says explains silence, and overrules nothing.</summary>
public sealed class ServerStatusTests
{
    [Theory]
    [InlineData(McpServerState.Stopped, 503, FailureKind.Misconfigured, RecoveryAction.FixConfiguration)]
    [InlineData(McpServerState.Failed, 503, FailureKind.ProviderOutage, RecoveryAction.Wait)]
    [InlineData(McpServerState.Starting, 404, FailureKind.ProviderOutage, RecoveryAction.Wait)]
    [InlineData(McpServerState.NeedsAuthorization, 503, FailureKind.AuthenticationRevoked, RecoveryAction.Reconnect)]
    [InlineData(McpServerState.Running, 503, FailureKind.ProviderOutage, RecoveryAction.Wait)]
    [InlineData(McpServerState.Unknown, 503, FailureKind.ProviderOutage, RecoveryAction.Wait)]
    public async Task Check_FailedProbe_IsExplained(McpServerState state, int status, FailureKind kind, RecoveryAction action)
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(status, "", "text/plain"));
        await using var bench = new McpBench(source: new Source(new McpServerStatus(state, "because password=hunter2hunter2")));

        var result = await bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        (result.Failure!.Kind, result.Failure.Action).Should().Be((kind, action));
        result.Failure.Evidence.Should().StartWith($"hosting provider: {state}: because").And.NotContain("hunter2");
        result.Failure.IsDefinitive.Should().BeFalse();
    }

    [Fact]
    public async Task Check_TwoWordsForSignIn_AreCertain()
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(401, "").With("WWW-Authenticate", "Bearer"));
        await using var bench = new McpBench(source: new Source(new McpServerStatus(McpServerState.NeedsAuthorization)));

        var result = await bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint });

        (result.Failure!.Kind, result.Failure.Confidence, result.Failure.ResponsibleParty)
            .Should().Be((FailureKind.AuthenticationRevoked, Confidence.High, ResponsibleParty.Owner));
    }

    [Fact]
    public async Task Check_ServerThatAnswers_IsNotOverruled()
    {
        await using var server = await FakeServer.StartAsync(FakeServer.Modern);
        var source = new Source(new McpServerStatus(McpServerState.Failed));
        await using var bench = new McpBench(source: source);

        (await bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint })).Outcome.Should().Be(CheckOutcome.Succeeded);
        source.Asked.Should().Be(0);
    }

    [Fact]
    public async Task Check_SourceThatThrows_ChangesNothingAndIsLogged()
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(503, ""));
        await using var bench = new McpBench(source: new Source(null) { Throws = true });

        (await bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint })).Failure!.Kind.Should().Be(FailureKind.ProviderOutage);
        bench.Logged.Should().Contain(line => line.Contains("status source", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_SourceThatKnowsNothing_ChangesNothing()
    {
        await using var server = await FakeServer.StartAsync(_ => new FakeAnswer(503, ""));
        await using var bench = new McpBench(source: new Source(null));

        (await bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint })).Failure!.Evidence.Should().NotContain("hosting provider");
    }

    private sealed class Source(McpServerStatus? status) : IMcpServerStatusSource
    {
        public int Asked { get; private set; }

        public bool Throws { get; init; }

        public ValueTask<McpServerStatus?> GetServerStatusAsync(Integration integration, CancellationToken cancellationToken)
        {
            Asked++;
            return Throws ? throw new InvalidOperationException("The provider's API is down.") : new(status);
        }
    }
}
