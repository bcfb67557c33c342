using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;
using IntegrationHealth.Testing.Foreign;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Mcp.Protocol;

/// <summary>The answers of firewalls, portals and broken servers that the other providers are tried with, in the place of an MCP server.</summary>
public sealed class ForeignAnswerTests : IAsyncDisposable
{
    private readonly McpBench _bench = new();

    public static TheoryData<string> Answers => [.. ForeignAnswer.All.Select(answer => answer.Name)];

    public static TheoryData<string> RawAnswers => [.. ForeignAnswer.Raw.Keys];

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Check_NotAnMcpServersAnswer_SaysNothingOfTheConnection(string name)
    {
        var answer = ForeignAnswer.All.Single(one => one.Name == name);
        await using var server = await LocalServer.StartAsync(answer.Write);

        foreach (var endsInMinutes in new int?[] { 30, null })
        {
            var result = await CheckAsync(server.Address + "mcp", endsInMinutes);

            ShouldBeUncertain(result);
            if (!answer.MayBeTheApisOwn)
                ShouldAskNobody(result);
        }

        // Without a token a bare 401 may well be a server that asks for a sign-in.
        if (!answer.MayBeTheApisOwn)
            ShouldAskNobody(await _bench.CheckAsync(new McpSettings { Endpoint = server.Address + "mcp" }));
    }

    [Theory]
    [MemberData(nameof(RawAnswers))]
    public async Task Check_NoHttpAnswer_SaysNothingOfTheConnection(string name)
    {
        using var server = new RawServer(ForeignAnswer.Raw[name]);

        ShouldAskNobody(await CheckAsync(server.Url, 30));
    }

    /// <summary>After the handshake: what answered first need not be what answers next.</summary>
    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Check_PortalAfterTheHandshake_SaysNothingOfTheConnection(string name)
    {
        var answer = ForeignAnswer.All.Single(one => one.Name == name);
        await using var server = await LocalServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var request = FakeRequest.Read(context.Request, await reader.ReadToEndAsync());
            if (request.Method != "server/discover")
            {
                await answer.Write(context);
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(FakeServer.Modern(request).Body.Replace("{id}", request.Id, StringComparison.Ordinal));
        });

        var result = await CheckAsync(server.Address + "mcp", 30);

        ShouldBeUncertain(result);
        if (!answer.MayBeTheApisOwn)
            ShouldAskNobody(result);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    [InlineData("text/html")]
    public async Task Check_BodyThatTrickles_EndsWithTheCallersTime(string type)
    {
        using var timeout = new CancellationTokenSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync("data: {");
            await context.Response.Body.FlushAsync();
            await timeout.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        await FluentActions.Awaiting(() => _bench.CheckAsync(new McpSettings { Endpoint = server.Address + "mcp" }, cancellationToken: timeout.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private Task<CheckResult> CheckAsync(string endpoint, int? endsInMinutes) =>
        _bench.CheckAsync(new McpSettings { Endpoint = endpoint }, McpBench.Credential(endsInMinutes));

    private static void ShouldBeUncertain(CheckResult result)
    {
        result.Outcome.Should().BeOneOf(CheckOutcome.Failed, CheckOutcome.Degraded);
        result.Failure!.IsDefinitive.Should().BeFalse(result.Failure.ToString());
    }

    private static void ShouldAskNobody(CheckResult result)
    {
        ShouldBeUncertain(result);
        result.Failure!.Kind.Should().NotBe(FailureKind.AuthenticationRevoked, result.Failure.Message)
            .And.NotBe(FailureKind.AuthenticationExpired, result.Failure.Message).And.NotBe(FailureKind.InsufficientScope, result.Failure.Message);
        result.Failure.Action.Should().NotBe(RecoveryAction.Reconnect).And.NotBe(RecoveryAction.GrantScopes);
    }
}
